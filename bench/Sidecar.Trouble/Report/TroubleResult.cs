using Sidecar.Trouble.Clients;
using Sidecar.Trouble.Subjects;
using Sidecar.Trouble.Upstream;

namespace Sidecar.Trouble.Report;

/// <summary>How a subject did in a row.</summary>
internal sealed record TroubleResult(TroubleRow Row, SubjectKind Subject, ClientAnswer[] Answers, UpstreamSighting[] Seen)
{
    private const double Minute = 60_000;

    /// <summary>The requests that an upstream would answer.</summary>
    public int Asked => Answers.Count(static a => !a.IsRefused);

    public int Answered => Answers.Count(static a => a is { Status: 200, IsRefused: false });

    /// <summary>How many requests of other clients failed because of the one client whose requests are refused; null if the row has no such
    /// client.</summary>
    public int? Cost => Row.HasRefusedClient ? Asked - Answered : null;

    /// <summary>Starts beyond the limit that Sidecar was told, in any minute; null if it was told none.</summary>
    public int? Over => Row.Told.Length == 0 ? null
        : Seen.GroupBy(static s => s.Upstream).Sum(g => OverOf([.. g.Select(static s => s.At).Order()], Row.Told[g.Key]));

    public int Refused => Seen.Count(static s => s.Status == 429);

    /// <summary>429s per 100 attempts after the first minute.</summary>
    public double LateShare => 100.0 * Seen.Count(static s => s is { Status: 429, At: > Minute }) / Math.Max(
        1, Seen.Count(static s => s.At > Minute));

    /// <summary>Seconds from the end of an outage until every upstream concerned admitted a request again; null if no outage ended, or if
    /// that never happened.</summary>
    public double? Back
    {
        get
        {
            if (Row.Outages is not [{ To: < 1e6 } outage])
                return null;
            var first = Seen.Where(s => s.Status == 200 && s.At >= outage.To && (outage.Upstream is null || outage.Upstream == s.Upstream))
                .GroupBy(static s => s.Upstream).Select(static g => g.Min(static s => s.At)).ToArray();
            return first.Length < (outage.Upstream is null ? Row.Scenario.Limits(1).Length : 1) ? null : (first.Max() - outage.To) / 1000;
        }
    }

    private static int OverOf(double[] starts, int told) =>
        Enumerable.Range(0, starts.Length).Count(i => i >= told && starts[i] - starts[i - told] < Minute);

    /// <summary>The time to the answer, in ms, of answered requests.</summary>
    public double Wait(double quantile)
    {
        var waits = Answers.Where(static a => a.Status == 200).Select(static a => a.Answered - a.Asked).Order().ToArray();
        return waits.Length == 0 ? 0 : waits[(int)Math.Min(waits.Length - 1, waits.Length * quantile)];
    }
}
