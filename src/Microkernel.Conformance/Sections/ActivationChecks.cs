using Grpc.Core;
using Microkernel.Driver.V1;

namespace Microkernel.Conformance.Sections;

/// <summary>Which instance of a driver may act.</summary>
internal static class ActivationChecks
{
    public static IReadOnlyList<Check> All { get; } = new CheckList("Activation")
        .Add("An activation without a generation is refused by that field's name.", s => Expect.RefusalAsync(
            StatusCode.InvalidArgument, Activate(s, 0, Activation.Active), "generation"), "Activate INVALID_ARGUMENT")
        .Add("An activation that does not say what the instance may do is refused by that field's name.", s =>
            Expect.RefusalAsync(
                StatusCode.InvalidArgument, Activate(s, s.Generation + 1, Activation.Unspecified), "activation"),
            "Activate INVALID_ARGUMENT")
        .Add("An instance becomes an observer, and acts, under rising generations.", async s =>
        {
            await s.ActivateAsync(Activation.Observer);
            await s.ActivateAsync(Activation.Active);
        })
        .Add("The same activation again changes nothing.", s =>
            Expect.AnswerAsync(Activate(s, s.Generation, Activation.Active)))
        .Add("A lower generation is refused: another activation won.", s => Expect.RefusalAsync(
            StatusCode.Aborted, Activate(s, s.Generation - 1, Activation.Active), "generation"), "Activate ABORTED")
        .Add("A handshake tells the generation that the instance holds, so that a restarted core lets it go on.",
            async s =>
        {
            var hello = await Expect.AnswerAsync(s.Driver.HandshakeAsync(
                s.Greeting(), deadline: s.Soon, cancellationToken: s.Cancel));
            Expect.That(
                hello.Generation == s.Generation && hello.Activation == Activation.Active,
                $"generation {s.Generation}, active", $"generation {hello.Generation}, {hello.Activation}");
        })
        .Checks;

    private static AsyncUnaryCall<ActivateResponse> Activate(Subject s, ulong generation, Activation activation) =>
        s.Driver.ActivateAsync(
            new ActivateRequest { Generation = generation, Activation = activation }, deadline: s.Soon,
            cancellationToken: s.Cancel);
}
