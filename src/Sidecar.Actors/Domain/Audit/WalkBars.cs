namespace Sidecar.Domain.Audit;

/// <summary>What a bar of a walk's picture stands for.</summary>
public enum WalkBarKind
{
    /// <summary>It waited in the queue.</summary>
    Wait,

    /// <summary>An attempt, from sending it to the answer's head, or to its failure.</summary>
    Attempt,

    /// <summary>An attempt's body, from the head to its end.</summary>
    Body,
}

/// <summary>One bar: what took time in a walk.</summary>
/// <param name="Lane">The backend; null for a wait.</param>
/// <param name="Number">The attempt's; 0 for a wait.</param>
/// <param name="FirstToken">When the first event or byte came; null if it is unknown, or the bar is no body.</param>
/// <param name="Words">What it was, in a sentence.</param>
/// <param name="IsGood">Nothing failed in it.</param>
public sealed record WalkBar(
    WalkBarKind Kind, string? Lane, int Number, TimeSpan From, TimeSpan To, TimeSpan? FirstToken, string Words, bool IsGood)
{
    public TimeSpan Length => To - From;
}

/// <summary>An explained walk as bars over time, in the order in which they began.</summary>
public static class WalkBars
{
    /// <param name="walk">The walk.</param>
    /// <param name="now">The end of what still lasts.</param>
    public static IReadOnlyList<WalkBar> Of(WalkExplanation walk, DateTimeOffset now)
    {
        var end = walk.End?.At ?? now;
        var bars = new List<WalkBar>();
        foreach (var phase in walk.Phases)
        {
            AddWaits(bars, walk, phase, end);
            foreach (var attempt in phase.Steps.OfType<AttemptStep>())
                AddAttempt(bars, walk, attempt, end);
        }
        return [.. bars.OrderBy(bar => bar.From)];
    }

    /// <summary>How long the whole picture is: to the end of the walk, or of what it did last.</summary>
    public static TimeSpan LengthOf(WalkExplanation walk, IReadOnlyList<WalkBar> bars, DateTimeOffset now)
    {
        var length = (walk.End?.At ?? now) - walk.ArrivedAt;
        foreach (var bar in bars)
            length = bar.To > length ? bar.To : length;
        return length;
    }

    private static void AddWaits(List<WalkBar> bars, WalkExplanation walk, WalkPhase phase, DateTimeOffset end)
    {
        var began = default(DateTimeOffset?);
        foreach (var step in phase.Steps)
            switch (step)
            {
                case QueuedStep:
                    began = step.At;
                    break;
                case WokenStep woken:
                    bars.Add(Bar(walk, WalkBarKind.Wait, null, 0, woken.At - woken.Waited, woken.At,
                        $"waited until {woken.Backend} had room", true));
                    began = null;
                    break;
            }
        if (began is { } from)
            bars.Add(Bar(walk, WalkBarKind.Wait, null, 0, from, phase.Until ?? end, "waited in vain", false));
    }

    private static void AddAttempt(List<WalkBar> bars, WalkExplanation walk, AttemptStep attempt, DateTimeOffset end)
    {
        var sent = attempt.SentAt ?? attempt.At;
        var answered = attempt.AnsweredAt ?? end;
        var isGood = attempt.Figures is { ErrorClass: null } || (attempt.Figures is null && attempt.Status is < 400);
        bars.Add(Bar(walk, WalkBarKind.Attempt, attempt.Backend, attempt.Number, sent, answered,
            $"attempt {attempt.Number} at {attempt.Backend}: {attempt.Meaning}", isGood));
        // The body of a refusal is not relayed: reading it is part of understanding the answer.
        if (attempt.Figures is not { } figures || attempt.AnsweredAt is null || attempt.Status >= 400
            || sent.AddMilliseconds(figures.LatencyMs) is var done && done <= answered)
            return;
        var first = figures.FirstTokenMs is { } ms ? sent.AddMilliseconds(ms) - walk.ArrivedAt : default(TimeSpan?);
        bars.Add(Bar(walk, WalkBarKind.Body, attempt.Backend, attempt.Number, answered, done,
            $"the body of attempt {attempt.Number}", isGood) with
        {
            FirstToken = first,
        });
    }

    private static WalkBar Bar(WalkExplanation walk, WalkBarKind kind, string? lane, int number, DateTimeOffset from, DateTimeOffset to,
        string words, bool isGood) =>
        new(kind, lane, number, from - walk.ArrivedAt, to > from ? to - walk.ArrivedAt : from - walk.ArrivedAt, null, words, isGood);
}
