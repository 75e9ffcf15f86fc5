using Sidecar.Domain.Backends;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Commands.Checking;

/// <summary>Warns about keys in quotes, as files for <c>docker --env-file</c> and systemd easily give them. Nothing of a key is
/// repeated.</summary>
internal static class KeyAdvice
{
    public static IEnumerable<string> Of(SidecarSettings settings)
    {
        foreach (var backend in settings.Catalog.Defined.Where(backend => IsQuoted(backend.ApiKey)))
            yield return $"{HoconPath.Append("sidecar.backends", backend.Id)}: its key stands in quotes, which are sent along: take them "
                + "out of the variable or file that holds it";
        if (IsQuoted(settings.AdminToken))
            yield return "sidecar.admin: the token stands in quotes, which are part of it then: take them out of the variable or file";
    }

    private static bool IsQuoted(ApiKey? key) => key?.Reveal() is { Length: > 1 } text && text[0] is '"' or '\'' && text[^1] == text[0];
}
