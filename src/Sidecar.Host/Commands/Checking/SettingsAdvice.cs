using Sidecar.Host.Configuration;

namespace Sidecar.Host.Commands.Checking;

/// <summary>Warns about settings that are valid and yet, most likely, not meant.</summary>
internal static class SettingsAdvice
{
    /// <summary>One line each, beginning with the key's path or the variable.</summary>
    public static IEnumerable<string> Of(SidecarSettings settings) =>
    [
        .. TimeoutAdvice.Of(settings),
        .. PoolAdvice.Of(settings),
        .. AliasAdvice.Of(settings.Catalog),
        .. KeyAdvice.Of(settings),
        .. VariableAdvice.Of(settings),
    ];
}
