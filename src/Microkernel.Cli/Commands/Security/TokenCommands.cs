using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Microkernel.Cli.CommandLine;
using Microkernel.Cli.Output;
using Microkernel.V1;

namespace Microkernel.Cli.Commands;

/// <summary><c>mkctl token create</c>: makes a token.</summary>
internal sealed class TokenCreateCommand : ClusterCommand
{
    private readonly Option<string> _role = new("--role")
    {
        Description = "What it is for: node (one host joins with it), viewer, operator or admin. Default: node.",
        HelpName = "ROLE",
        DefaultValueFactory = _ => "node",
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "Whom it is for; stands in the audit trail.",
        HelpName = "NAME",
    };

    private readonly Option<TimeSpan?> _lifetime = OptionValues.Duration(
        "--lifetime", "How long it is good, at most 30 days. Default: 1h.");

    /// <summary>Creates the command.</summary>
    public TokenCreateCommand(CommandEnvironment environment)
        : base("create", "Make a token; it is shown once.", environment)
    {
        Add(_role);
        Add(_name);
        Add(_lifetime);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
    [
        ("mkctl token create", "For 'mkctl join TOKEN' on a new node, once, within an hour."),
        ("mkctl token create --role viewer --name grafana --lifetime 8h", "For calls, as MKCTL_TOKEN."),
    ];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var request = new CreateTokenRequest
        {
            Role = session.Value(_role),
            Name = session.Value(_name) ?? string.Empty,
            Lifetime = session.Value(_lifetime) is { } lifetime ? Duration.FromTimeSpan(lifetime) : null,
        };
        var answer = await session.CallAsync(
            "Making a token",
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).CreateTokenAsync(request, options),
            cancellation);
        session.Print(answer, [answer.Token], () => session.Out.WriteLine(answer.Token));
        if (session.IsForPeople)
        {
            var end = session.Terminal.ToLocal(answer.NotAfter);
            session.Remark(request.Role == "node"
                ? $"On the new node, until {end:yyyy-MM-dd HH:mm}: mkctl join TOKEN"
                : $"Good until {end:yyyy-MM-dd HH:mm}, as MKCTL_TOKEN.");
        }

        return ExitCodes.Ok;
    }
}

/// <summary><c>mkctl token list</c>: the tokens that are good.</summary>
internal sealed class TokenListCommand(CommandEnvironment environment)
    : ClusterCommand("list", "Show the tokens that are good, without their secrets.", environment)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("mkctl token list", "Who may still join or call by a token.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var answer = await session.ReadAsync(
            "Asking for the tokens",
            (invoker, options) =>
                new IdentityService.IdentityServiceClient(invoker).ListTokensAsync(new ListTokensRequest(), options),
            cancellation);
        session.Print(answer, answer.Tokens.Select(token => token.Id), () =>
        {
            var table = new TextTable("TOKEN", "ROLE", "NAME", "UNTIL", "MADE BY");
            foreach (var token in answer.Tokens)
            {
                table.Add(
                    token.Id, token.Role, token.Name, $"{session.Terminal.ToLocal(token.NotAfter):yyyy-MM-dd HH:mm}",
                    token.CreatedBy);
            }

            table.Write(session.Out, session.Ink, session.TableWidth);
        });
        return ExitCodes.Ok;
    }
}

/// <summary><c>mkctl token delete</c>: makes a token useless.</summary>
internal sealed class TokenDeleteCommand : ClusterCommand
{
    private readonly Argument<string> _id = new("TOKEN") { Description = "Its number, from 'mkctl token list'." };

    /// <summary>Creates the command.</summary>
    public TokenDeleteCommand(CommandEnvironment environment)
        : base("delete", "Make a token useless.", environment)
    {
        Add(_id);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Line, string Remark)> Examples =>
        [("mkctl token delete 0f1e2d3c4b5a6978", "A token that fell into the wrong hands.")];

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(CommandSession session, CancellationToken cancellation)
    {
        var id = session.Value(_id);
        var answer = await session.CallAsync(
            "Deleting the token",
            (invoker, options) => new IdentityService.IdentityServiceClient(invoker).DeleteTokenAsync(
                new DeleteTokenRequest { Id = id }, options),
            cancellation);
        session.Print(answer, [id], () => session.Out.WriteLine($"Token {id} is useless now."));
        return ExitCodes.Ok;
    }
}
