namespace Microkernel.Linearizability.Tests;

public sealed class HistoryFileTests
{
    [Theory]
    [InlineData("1 put a 1 ok 5-9",
        """{"client":1,"op":"put","key":"a","value":"1","status":"ok","call":5,"return":9}""")]
    [InlineData("1 get a 1 5-9",
        """{"client":1,"op":"get","key":"a","value":"1","found":true,"status":"ok","call":5,"return":9}""")]
    [InlineData("1 cas a 1 2 swapped 5-9",
        """
        {"client":1,"op":"cas","key":"a","value":"2","expect":"1","swapped":true,"status":"ok","call":5,"return":9}
        """)]
    [InlineData("1 delete a deleted 5-9",
        """{"client":1,"op":"delete","key":"a","found":true,"status":"ok","call":5,"return":9}""")]
    public void Operation_Written_HasTheAgreedForm(string operation, string line) =>
        Assert.Equal(line, HistoryFile.ToLine(Histories.Parse(operation).Single()));

    [Fact]
    public void History_WrittenAndRead_IsTheSame()
    {
        var history = RandomHistory.Draw(new Random(1), 50, 3).OrderBy(operation => operation.Call).ToList();
        var path = Path.GetTempFileName();
        try
        {
            HistoryFile.Write(path, history);
            Assert.Equal(history, HistoryFile.Read(path));
        }
        finally
        {
            File.Delete(path);
        }
    }
}
