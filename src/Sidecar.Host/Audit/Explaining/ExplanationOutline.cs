using System.Globalization;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;

namespace Sidecar.Host.Audit.Explaining;

/// <summary>One line of an explained walk and the lines beneath it.</summary>
/// <param name="Causer">Another request that caused what the line describes, and that can be explained in turn.</param>
public sealed record OutlineLine(string Text, string? Causer = null)
{
    private readonly List<OutlineLine> _beneath = [];

    public IReadOnlyList<OutlineLine> Beneath => _beneath;

    public OutlineLine Add(OutlineLine line)
    {
        _beneath.Add(line);
        return line;
    }
}

/// <summary>An explained walk as nested lines: phases, their steps, and under each step the event and the request that caused it. The
/// same for a terminal and for a page.</summary>
internal static class ExplanationOutline
{
    public static OutlineLine Of(WalkExplanation walk)
    {
        var outline = new OutlineLine(Head(walk));
        foreach (var phase in walk.Phases)
            AddPhase(outline, walk, phase);
        if (walk.Now is { } now)
            outline.Add(new OutlineLine(
                $"now: waits for {now.WaitsFor}{(now.Until is { } until ? $", at most until {ExplanationText.Time(until)}" : "")}"));
        if (walk.End is { } end)
            outline.Add(new OutlineLine($"{Offset(walk, end.At)} end: {Words(end)}"));
        return outline;
    }

    private static string Head(WalkExplanation walk) =>
        $"request {walk.RequestId}: model {walk.Model}, {(walk.Stream ? "stream, " : "")}about {walk.Tokens} "
            + $"tokens{(walk.Client is { } client ? $", client {client}" : "")}, arrived {ExplanationText.Instant(walk.ArrivedAt)}";

    private static void AddPhase(OutlineLine outline, WalkExplanation walk, WalkPhase phase)
    {
        var lasted = phase.Until is { } until ? $", {ExplanationText.Span(until - phase.From)}" : "";
        var node = outline.Add(new OutlineLine($"{Offset(walk, phase.From)} {phase.Phase.ToWire()}{lasted}"));
        if (phase.Activated is { } activated)
            node.Add(Event("", activated, walk));
        foreach (var step in phase.Steps)
            AddStep(node, walk, step);
    }

    private static void AddStep(OutlineLine phase, WalkExplanation walk, WalkStep step)
    {
        var node = phase.Add(new OutlineLine($"{Offset(walk, step.At)} {Words(step)}"));
        switch (step)
        {
            case PickStep pick:
                AddCandidates(node, walk, pick.Candidates);
                break;
            case RoundStep round:
                AddCandidates(node, walk, round.Candidates);
                break;
            case LeaseStep { Rest: { } rest }:
                AddRest(node, walk, rest);
                break;
            case AttemptStep attempt:
                foreach (var caused in attempt.Caused)
                    node.Add(Event("left ", caused, walk));
                break;
            case WokenStep { Freed: { } freed }:
                node.Add(Event("", freed, walk));
                break;
        }
    }

    private static void AddCandidates(OutlineLine step, WalkExplanation walk, IReadOnlyList<Candidate>? candidates)
    {
        foreach (var candidate in candidates ?? [])
        {
            var until = candidate.Until is { } instant ? $" until {ExplanationText.Time(instant)}" : "";
            var stood = candidate.Because is { } because ? $"{candidate.Excluded ?? "resting"}{until}: {because}"
                : ExclusionWords.OfLoad(candidate.Load);
            var node = step.Add(new OutlineLine($"{candidate.Backend}: {stood}"));
            if (candidate.Rest is { } rest)
                AddRest(node, walk, rest);
        }
    }

    private static void AddRest(OutlineLine node, WalkExplanation walk, CooldownCause rest)
    {
        if (rest.Event is { } began)
            node.Add(Event("", began, walk));
        if (rest.Extended is { } extended)
            node.Add(Event("extended by ", extended, walk));
        if (rest.Race is { } race)
            node.Add(new OutlineLine(ExclusionWords.OfRace(race)));
    }

    private static OutlineLine Event(string before, JournalledEvent shown, WalkExplanation walk) =>
        new(before + ExplanationText.Event(shown, walk.RequestId), shown.Cause.RequestId is { } id && id != walk.RequestId ? id : null);

    private static string Words(WalkStep step) => step switch
    {
        PickStep { Backend: { } chosen } => $"pick: {chosen}",
        PickStep => "pick: none",
        RoundStep round => $"round {round.Round}: asks {(round.Order.Count > 0 ? string.Join(", ", round.Order) : "nobody")}",
        LeaseStep lease => ExplanationText.Lease(lease),
        AttemptStep attempt => ExplanationText.Attempt(attempt),
        QueuedStep queued => $"queued: ticket {queued.Ticket}, position {queued.Position}",
        WaitForegoneStep foregone => foregone.Earliest is { } earliest
            ? $"it did not wait: no backend that serves the model was expected back before {ExplanationText.Time(earliest)}"
            : "it did not wait: no backend that serves the model was expected back",
        QueueFullStep full => $"the queue was full: {full.Waiting} waited",
        WokenStep woken => $"woken for {woken.Backend} after {ExplanationText.Span(woken.Waited)}: {woken.Because}",
        _ => $"'{((OtherStep)step).Kind}', which this version does not know",
    };

    private static string Words(WalkEnding end)
    {
        var tokens = end.Tokens is { } known ? $", {known} tokens" : "";
        var cost = end.Cost is { } paid ? $", cost {paid.ToString("0.##########", CultureInfo.InvariantCulture)}" : "";
        return $"{(end.Status == 0 ? "no answer" : end.Status)} ({end.Code}): {end.Meaning}; {end.Bytes} bytes, {end.Attempts} "
            + $"attempts{tokens}{cost}";
    }

    private static string Offset(WalkExplanation walk, DateTimeOffset at) => "+" + ExplanationText.Span(at - walk.ArrivedAt);
}
