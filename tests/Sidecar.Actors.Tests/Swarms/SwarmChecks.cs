namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Checks every promise against what is known of a run's processes.</summary>
internal static class SwarmChecks
{
    public static IReadOnlyList<Violation> Of(IReadOnlyList<LifeRecord> lives) =>
        [.. lives.SelectMany(life => (IEnumerable<Violation>)[.. LimitChecks.Of(life), .. RestChecks.Of(life), .. RequestChecks.Of(life),
            .. RecordChecks.Of(life)])];
}
