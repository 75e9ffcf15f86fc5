using System.Globalization;
using Sidecar.Audit.Explaining;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;
using Spectre.Console;

namespace Sidecar.Commands.Audit;

/// <summary>An explained walk as a tree for a terminal: phases, their steps, and beneath a step the event and the request that caused it.</summary>
internal static class ExplanationTree
{
    public static Tree Of(WalkExplanation walk)
    {
        var tree = new Tree(Line(Head(walk)));
        foreach (var phase in walk.Phases)
            AddPhase(tree, walk, phase);
        if (walk.End is { } end)
            tree.AddNode(Line($"{Offset(walk, end.At)} end: {Words(end)}"));
        return tree;
    }

    private static string Head(WalkExplanation walk) =>
        $"request {walk.RequestId}: model {walk.Model}, {(walk.Stream ? "stream, " : "")}about {walk.Tokens} tokens{(walk.Client is { } client ? $", client {client}" : "")}, arrived {ExplanationText.Instant(walk.ArrivedAt)}";

    private static void AddPhase(Tree tree, WalkExplanation walk, WalkPhase phase)
    {
        var lasted = phase.Until is { } until ? $", {ExplanationText.Span(until - phase.From)}" : "";
        var node = tree.AddNode(Line($"{Offset(walk, phase.From)} {phase.Phase.ToWire()}{lasted}"));
        if (phase.Activated is { } activated)
            node.AddNode(Line(ExplanationText.Event(activated, walk.RequestId)));
        foreach (var step in phase.Steps)
            AddStep(node, walk, step);
    }

    private static void AddStep(TreeNode phase, WalkExplanation walk, WalkStep step)
    {
        var node = phase.AddNode(Line($"{Offset(walk, step.At)} {Words(step)}"));
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
                    node.AddNode(Line("left " + ExplanationText.Event(caused, walk.RequestId)));
                break;
            case WokenStep { Freed: { } freed }:
                node.AddNode(Line(ExplanationText.Event(freed, walk.RequestId)));
                break;
        }
    }

    private static void AddCandidates(TreeNode step, WalkExplanation walk, IReadOnlyList<Candidate>? candidates)
    {
        foreach (var candidate in candidates ?? [])
        {
            var until = candidate.Until is { } instant ? $" until {ExplanationText.Time(instant)}" : "";
            var stood = candidate.Because is { } because ? $"{candidate.Excluded ?? "resting"}{until}: {because}" : $"{candidate.Load} in flight";
            var node = step.AddNode(Line($"{candidate.Backend}: {stood}"));
            if (candidate.Rest is { } rest)
                AddRest(node, walk, rest);
        }
    }

    private static void AddRest(TreeNode node, WalkExplanation walk, RestCause rest)
    {
        if (rest.Event is { } began)
            node.AddNode(Line(ExplanationText.Event(began, walk.RequestId)));
        if (rest.Extended is { } extended)
            node.AddNode(Line("extended by " + ExplanationText.Event(extended, walk.RequestId)));
        if (rest.Race is { } race)
            node.AddNode(Line(ExclusionWords.OfRace(race)));
    }

    private static string Words(WalkStep step) => step switch
    {
        PickStep { Backend: { } chosen } => $"pick: {chosen}",
        PickStep => "pick: none",
        RoundStep round => $"round {round.Round}: asks {(round.Order.Count > 0 ? string.Join(", ", round.Order) : "nobody")}",
        LeaseStep lease => ExplanationText.Lease(lease),
        AttemptStep attempt => ExplanationText.Attempt(attempt),
        QueuedStep queued => $"queued: ticket {queued.Ticket}, position {queued.Position}",
        QueueFullStep full => $"the queue was full: {full.Waiting} waited",
        WokenStep woken => $"woken for {woken.Backend} after {ExplanationText.Span(woken.Waited)}: {woken.Because}",
        _ => $"'{((OtherStep)step).Kind}', which this version does not know",
    };

    private static string Words(WalkEnding end)
    {
        var tokens = end.Tokens is { } known ? $", {known} tokens" : "";
        var cost = end.Cost is { } paid ? $", cost {paid.ToString("0.##########", CultureInfo.InvariantCulture)}" : "";
        return $"{(end.Status == 0 ? "no answer" : end.Status)} ({end.Code}): {end.Meaning}; {end.Bytes} bytes, {end.Attempts} attempts{tokens}{cost}";
    }

    private static string Offset(WalkExplanation walk, DateTimeOffset at) => "+" + ExplanationText.Span(at - walk.ArrivedAt);

    // What a client chose must not steer the operator's terminal.
    private static Text Line(string words) => new(string.Concat(words.Select(letter => char.IsControl(letter) ? '?' : letter)));
}
