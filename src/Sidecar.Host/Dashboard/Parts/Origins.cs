using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Dashboard.Parts;

/// <summary>Where definitions stand, as the pages say it.</summary>
internal static class Origins
{
    public static string InWords(DefinitionOrigin origin) => origin switch
    {
        DefinitionOrigin.File => "configuration file",
        DefinitionOrigin.Environment => "environment variable",
        _ => "at run time",
    };
}
