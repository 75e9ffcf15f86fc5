namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Every promise, looked for in what is known of the processes of a run.</summary>
internal static class SwarmChecks
{
    public static IReadOnlyList<Violation> Of(IReadOnlyList<LifeRecord> lives) =>
        [.. lives.SelectMany(life => (IEnumerable<Violation>)[.. LimitChecks.Of(life), .. RestChecks.Of(life), .. RequestChecks.Of(life),
            .. RecordChecks.Of(life)])];
}
