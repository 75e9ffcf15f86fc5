using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Dashboard.Parts;

/// <summary>Says on the pages where a definition comes from.</summary>
internal static class Origins
{
    public static string InWords(DefinitionOrigin origin) => origin switch
    {
        DefinitionOrigin.File => "configuration file",
        DefinitionOrigin.Environment => "environment variable",
        _ => "at run time",
    };
}
