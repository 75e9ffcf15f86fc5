using Akka.Actor;
using Sidecar.Backends;
using Sidecar.Host.Configuration.Values;

namespace Sidecar.Host.RuntimeBackends;

/// <summary>Operator overrides of rests: journalled with who and why, and visible on the board by the time they are answered.</summary>
internal sealed class OperatorCooldowns(BackendDefinitions definitions, RequestGate gate)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>Makes the backend rest from now on, whatever its state.</summary>
    /// <param name="model">Null: the whole backend.</param>
    /// <param name="length">For example 10m.</param>
    public Task<ChangeResult> Begin(string id, string? model, string? length, string by, string? why)
    {
        const string Wrong = "'for' must be a duration from 1s to 30d, such as 10m.";
        return DurationText.TryParse(length ?? "", out var time) && time >= TimeSpan.FromSeconds(1) && time <= Longest
            ? Say(id, new BackendProtocol.Cool(id, model, time, by, why))
            : Task.FromResult(ChangeResult.Refused(400, "invalid_parameter", Wrong, new DefinitionFault("for", Wrong)));
    }

    /// <param name="model">Null: all its rests.</param>
    public Task<ChangeResult> End(string id, string? model, string by, string? why) =>
        Say(id, new BackendProtocol.EndRests(id, model, by, why));

    private async Task<ChangeResult> Say(string id, BackendProtocol.IBackendMessage word)
    {
        if (definitions.Directory.Find(id) is not { Backend: not null } entry)
            return ChangeResult.Unknown(id);
        if (await gate.ActorsWithin(Bound) is not { } actors)
            return ChangeResult.Refused(503, "starting", "Sidecar is starting: try again in a second.");
        try
        {
            await actors.Override(word, Bound);
            return new ChangeResult(entry, null);
        }
        catch (AskTimeoutException)
        {
            return ChangeResult.Refused(503, "backend_recovering", "The backend has not read its journal yet: try again in a moment.");
        }
    }
}
