using System.Text;

namespace Sidecar.Host.Commands.Setup.LiteLlm;

/// <summary>The configuration that a LiteLLM file makes: names of variables, never a key.</summary>
internal static class LiteLlmText
{
    public static string Of(LiteLlmFile file, IReadOnlyList<LiteLlmBackend> backends, string name)
    {
        var text = new StringBuilder();
        text.Append("# Written by sidecar setup --from ").Append(name).Append(". Keys stay in the environment: here are their names.\n");
        text.Append("# All that may stand here, with its defaults: hocon/sidecar.conf\n");
        text.Append("sidecar {\n  backends {\n");
        foreach (var backend in backends)
            foreach (var line in backend.Lines())
                text.Append("    ").Append(line).Append('\n');
        text.Append("  }\n");
        if (file.Aliases.Count > 0)
        {
            text.Append("  model-aliases {\n");
            foreach (var (alias, model) in file.Aliases)
                text.Append("    ").Append(HoconText.Quoted(alias)).Append(" = ").Append(HoconText.Quoted(model)).Append('\n');
            text.Append("  }\n");
        }
        return text.Append("}\n").ToString();
    }
}
