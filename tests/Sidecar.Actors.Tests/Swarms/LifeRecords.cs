using Sidecar.Actors.Tests.Kit;
using Sidecar.Backends;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Recordings;
using Sidecar.Domain.Routing;
using Sidecar.Domain.Usage;
using Sidecar.Domain.Walk;
using Sidecar.Journal;
using Sidecar.Requests;
using Sidecar.Upstream;

namespace Sidecar.Actors.Tests.Swarms;

/// <summary>Collects what is known of a process at its end.</summary>
internal static class LifeRecords
{
    public static LifeRecord Of(SwarmHouse house, SwarmLife life, LifeNotes notes, MessageTrace trace, ScriptedUpstream upstream,
        SwarmJournal.Handle journal, FaultWatch faults, bool wasKilled)
    {
        var emergencies = trace.Messages.Select(m => m.Message).OfType<BackendProtocol.RequestLease>().Where(lease => lease.IsEmergency)
            .Select(lease => (lease.Lease.RequestId, lease.Attempt, lease.BackendId)).ToHashSet();
        var own = notes.Talks.Select(talk => talk.Id).ToHashSet(StringComparer.Ordinal);
        return new LifeRecord
        {
            World = house.Claimed,
            From = life.From,
            WasKilled = wasKilled,
            Catalogs = [.. notes.Catalogs.Select(c => (c.At, house.Claim(c.Backends)))],
            Backends = [.. notes.Ids.Select(id => Backend(house, notes, journal, id))],
            Calls = [.. upstream.Calls.Select(call => new CallRecord(
                call.Backend, call.Request, call.Call.Attempt, call.Call.Request.Model, call.At, call.EndedAt, life.Since
                + (call.At - life.From),
                emergencies.Contains((call.Request, call.Call.Attempt, call.Backend)),
                    notes.AtOnce.GetValueOrDefault((call.Request, call.Call.Attempt)), KindOf(house, call)))],
            Talks = [.. notes.Talks.Select(talk => Talk(house, notes, upstream, talk))],
            Walks = [.. house.Rows.Walks.Select(walk => walk.RequestId).Where(own.Contains)],
            Attempts = [.. house.Rows.Attempts.Where(row => own.Contains(row.RequestId))
                .Select(row => (row.RequestId, row.Attempt, row.Phase))],
            Faults = faults.Seen,
            Before = notes.Before,
            // Where everybody is hung up on at the end of a drain, the tokens of one of 150 runs come out otherwise: not understood yet.
            IsBacktested = wasKilled || !house.Plan.Has(SwarmFault.Restarts),
            History = History(house, notes, journal, own),
            Explain = id => house.Rows.Walks.FirstOrDefault(walk => walk.RequestId == id) is { } walk
                ? System.Text.Encoding.UTF8.GetString(WalkFactCodec.Write(walk.Facts)) : "no walk",
            HasPromises = life.Promised.Any(promise => !ReferenceEquals(promise, Promise.None)),
        };
    }

    private static BackendRecord Backend(SwarmHouse house, LifeNotes notes, SwarmJournal.Handle journal, string id)
    {
        var (pid, start) = (JournalIds.OfBackend(id), notes.Start[id]);
        return new BackendRecord(id, start.SequenceNr, start.State,
            journal.Meant.TryGetValue(pid, out var meant) ? [.. meant.Values] : [],
            [.. house.Store.EventsOf(pid).Skip((int)start.SequenceNr).Select(e => BackendEventCodec.Read(e.Manifest, e.Bytes))],
            notes.Live.GetValueOrDefault(id), notes.Unwritten.GetValueOrDefault(id), notes.InFlight.GetValueOrDefault(id));
    }

    private static RecordedHistory History(SwarmHouse house, LifeNotes notes, SwarmJournal.Handle journal, HashSet<string> own)
    {
        var world = house.World;
        var ids = notes.Ids;
        return new RecordedHistory(
            new ReplayPolicy((world with { Backends = [.. notes.Catalogs[0].Backends] }).Catalog, world.Walk, world.Cooldown),
            [.. house.Rows.Walks.Where(walk => own.Contains(walk.RequestId))
                .Select(walk => new RecordedWalk(walk.RequestId, WalkFactReader.Read(WalkFactCodec.Write(walk.Facts))))],
            ids.ToDictionary(id => id, id => new RecordedEvents(
                notes.Start[id].SequenceNr, notes.Start[id].State, Backend(house, notes, journal, id).Stored, 0)),
            [.. house.Rows.Attempts.Where(row => own.Contains(row.RequestId)).Select(row => new RecordedAttempt(
                row.RequestId, row.Attempt, new TokenUsage(row.PromptTokens, row.CachedTokens, row.CompletionTokens, row.ReasoningTokens,
                    row.TotalTokens), row.Cost))])
        {
            Changes = notes.Changes,
            Before = notes.Before,
            BeforeAt = notes.Catalogs[0].At,
        };
    }

    // What the upstream meant, unless its answer never arrived.
    private static ReplyKind KindOf(SwarmHouse house, ScriptedCall call) => !call.IsOver ? ReplyKind.Aborted : call.Task.Result switch
    {
        UpstreamFailure { Error: UpstreamError.ClientGone } => ReplyKind.Aborted,
        UpstreamFailure { Error: not UpstreamError.Internal } => ReplyKind.Failure,
        _ => house.Upstream.Kinds.GetValueOrDefault((call.Request, call.Call.Attempt)),
    };

    private static TalkRecord Talk(SwarmHouse house, LifeNotes notes, ScriptedUpstream upstream, Conversation talk)
    {
        var relayed = talk.Answer as Relayed;
        var refused = talk.Answer as Refused;
        ReplyKind? kind = relayed is null ? null : house.Upstream.Kinds.GetValueOrDefault((talk.Id, AttemptOf(upstream, talk.Id, relayed)));
        return new TalkRecord(talk.Id, talk.Request.Model, talk.Asked.Client, talk.Request.Envelope.Stream, talk.SentAt, talk.AnsweredAt,
            notes.HungUp.TryGetValue(talk.Id, out var at) ? at : null, talk.IsOver, relayed?.Status
                ?? refused?.Refusal.Status, refused?.Refusal.Code, kind);
    }

    // A kept answer is relayed after later attempts, so it is matched by identity and not by number.
    private static int AttemptOf(ScriptedUpstream upstream, string request, Relayed relayed) =>
        upstream.Calls.FirstOrDefault(call => call.Request == request && ReferenceEquals(call.Answer, relayed.Answer))?.Call.Attempt
            ?? relayed.Attempts;
}
