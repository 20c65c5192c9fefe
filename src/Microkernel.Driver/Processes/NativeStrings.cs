using System.Runtime.InteropServices;

namespace Microkernel.Driver;

/// <summary>
/// A NULL-ended array of C strings, as execve(2) takes it; wiped when it is freed, since it may hold secrets.
/// </summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    public NativeStrings(IEnumerable<string> strings)
    {
        var all = strings.ToArray();
        Pointers = (byte**)NativeMemory.AllocZeroed((nuint)all.Length + 1, (nuint)sizeof(byte*));
        foreach (var text in all)
        {
            if (text.Contains('\0', StringComparison.Ordinal))
                throw new ArgumentException("a NUL character cannot be passed to a program", nameof(strings));
            Pointers[_count++] = (byte*)Marshal.StringToCoTaskMemUTF8(text);
        }
    }

    public byte** Pointers { get; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
            Marshal.ZeroFreeCoTaskMemUTF8((nint)Pointers[i]);
        NativeMemory.Free(Pointers);
    }
}
