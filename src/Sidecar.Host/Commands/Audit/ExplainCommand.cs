using System.CommandLine;
using Sidecar.Host.Audit.Explaining;
using Sidecar.Host.Hosting;

namespace Sidecar.Host.Commands.Audit;

/// <summary><c>audit explain ID</c>: why a finished request went where it went, as <c>GET /admin/requests/ID</c> explains it.</summary>
internal static class ExplainCommand
{
    public static Command Create(AuditOptions options, CommandContext context)
    {
        var id = new Argument<string>("id") { Description = "The request's id, as in x-sidecar-request-id", HelpName = "ID" };
        var command =
            new Command("explain", "Explain why a request went where it went: what excluded backends, and what caused that") { id };
        command.SetAction((line, stop) => AuditRun.RunAsync(options, line, context, async run =>
        {
            var requestId = line.GetRequiredValue(id);
            var explainer = new RequestExplainer(run.Data);
            if (await explainer.ExplainAsync(requestId, stop) is not { } walk)
                return AuditRun.Fail(context, $"{UnknownRequest.Message(requestId)} {UnknownRequest.OnlyOverHttp}");
            if (run.AsJson)
                run.Write(json => ExplanationJson.Write(json, walk));
            else
                run.Console().Write(ExplanationTree.Of(walk));
            return ExitCodes.Fine;
        }));
        return command;
    }
}
