using System.Globalization;
using Sidecar.Trouble.Subjects;

namespace Sidecar.Trouble;

/// <summary>What to run.</summary>
/// <param name="Rows">Keys of the rows; all rows if there are none.</param>
/// <param name="PortkeyDirectory">The directory in which <c>npm install @portkey-ai/gateway</c> was run; null to leave Portkey out.</param>
/// <param name="Keep">A folder for what each client and upstream saw, as JSON; null to discard it.</param>
/// <param name="More">Further settings for Sidecar's section, on top of its defaults.</param>
internal sealed record TroubleOptions(IReadOnlyList<string> Rows, IReadOnlyList<SubjectKind> Subjects, string SidecarDirectory,
    string? PortkeyDirectory, int AtOnce, string? File, string? Keep, string More)
{
    public static TroubleOptions Parse(string[] arguments)
    {
        var rows = arguments.TakeWhile(static a => !a.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = rows.Length; i + 1 < arguments.Length; i += 2)
            named[arguments[i]] = arguments[i + 1];
        return new TroubleOptions(
            rows,
            named.TryGetValue("--subjects", out var subjects) ? [
                .. subjects.Split(',').Select(static s => Enum.Parse<SubjectKind>(s, ignoreCase: true))] : Enum.GetValues<SubjectKind>(),
            named["--sidecar-dir"],
            named.GetValueOrDefault("--portkey-dir"),
            int.Parse(named.GetValueOrDefault("--at-once", "8"), CultureInfo.InvariantCulture),
            named.GetValueOrDefault("--file"),
            named.GetValueOrDefault("--keep"),
            named.GetValueOrDefault("--more", ""));
    }
}
