using System.Text.Json;
using Sidecar.Host.Commands;

namespace Sidecar.Host.Tests.Commands;

/// <summary>One <c>audit …</c> command over a data directory, and what it printed.</summary>
internal sealed record AuditLine(int Code, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static async Task<AuditLine> Run(string dataDirectory, params string[] words)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.RunAsync(["audit", .. words, "--data", dataDirectory],
            new CommandContext(new Dictionary<string, string>(), output, error));
        return new AuditLine(code, output.ToString(), error.ToString());
    }
}
