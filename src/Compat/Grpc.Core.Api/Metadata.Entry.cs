using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Grpc.Core;

public sealed partial class Metadata
{
    /// <summary>A key with its value, text or binary; it never changes.</summary>
    public class Entry
    {
        private static readonly SearchValues<char> KeyCharacters =
            SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>Creates a text entry.</summary>
        /// <exception cref="ArgumentException">The key is malformed or says that its value is binary.</exception>
        public Entry(string key, string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Key = NormalizedKey(key);
            if (IsBinary)
            {
                throw new ArgumentException(
                    $"The key '{Key}' ends in '{BinaryHeaderSuffix}', so its value must be given as bytes.",
                    nameof(key));
            }

            _text = value;
        }

        /// <summary>Creates a binary entry with a copy of the bytes.</summary>
        /// <exception cref="ArgumentException">The key is malformed or says that its value is text.</exception>
        public Entry(string key, byte[] valueBytes)
        {
            ArgumentNullException.ThrowIfNull(valueBytes);
            Key = NormalizedKey(key);
            if (!IsBinary)
            {
                throw new ArgumentException(
                    $"The value of '{Key}' is binary, so the key must end in '{BinaryHeaderSuffix}'.", nameof(key));
            }

            _bytes = valueBytes.ToArray();
        }

        /// <summary>Gets the key, in lower case.</summary>
        public string Key { get; }

        /// <summary>Gets whether the value is binary, which the end of the key decides.</summary>
        public bool IsBinary => Key.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal);

        /// <summary>Gets the text.</summary>
        /// <exception cref="InvalidOperationException">The value is binary.</exception>
        public string Value => _text
            ?? throw new InvalidOperationException($"The value of '{Key}' is binary; read {nameof(ValueBytes)}.");

        /// <summary>Gets a copy of the bytes; for a text entry, the text in ASCII.</summary>
        public byte[] ValueBytes => _bytes?.ToArray() ?? Encoding.ASCII.GetBytes(_text!);

        /// <inheritdoc />
        public override string ToString() => _bytes is null
            ? $"[Entry: key={Key}, value={_text}]"
            : $"[Entry: key={Key}, valueBytes={Convert.ToBase64String(_bytes)}]";

        [SuppressMessage("Globalization", "CA1308", Justification = "HTTP/2 keys are lower case.")]
        private static string NormalizedKey(string key)
        {
            ArgumentNullException.ThrowIfNull(key);
            var normalized = key.ToLowerInvariant();
            return normalized.Length > 0 && !normalized.AsSpan().ContainsAnyExcept(KeyCharacters)
                ? normalized
                : throw new ArgumentException(
                    $"'{key}' is not a metadata key: letters, digits, '_', '-' and '.' are allowed.", nameof(key));
        }
    }
}
