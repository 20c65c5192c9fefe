using Grpc.Core;

namespace Compat.Tests.Api;

public sealed class CallOptionsTests
{
    [Fact]
    public void With_EachOption_ChangesItAlone()
    {
        using var cancellation = new CancellationTokenSource();
        var headers = new Metadata();
        var deadline = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);

        var options = default(CallOptions)
            .WithHeaders(headers)
            .WithDeadline(deadline)
            .WithCancellationToken(cancellation.Token)
            .WithWriteOptions(WriteOptions.Default)
            .WithCredentials(credentials)
            .WithWaitForReady();

        Assert.Same(headers, options.Headers);
        Assert.Equal(deadline, options.Deadline);
        Assert.Equal(cancellation.Token, options.CancellationToken);
        Assert.Same(WriteOptions.Default, options.WriteOptions);
        Assert.Same(credentials, options.Credentials);
        Assert.Null(options.PropagationToken);
        Assert.True(options.IsWaitForReady);
        Assert.False(options.WithWaitForReady(false).IsWaitForReady);
        Assert.Same(headers, options.WithWaitForReady(false).Headers);
    }

    [Fact]
    public void Constructor_NoArguments_SetsNothing()
    {
        var options = new CallOptions();

        Assert.Null(options.Headers);
        Assert.Null(options.Deadline);
        Assert.False(options.CancellationToken.CanBeCanceled);
        Assert.False(options.IsWaitForReady);
    }
}
