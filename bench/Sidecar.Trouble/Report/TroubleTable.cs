using System.Globalization;
using System.Text;
using Sidecar.Bench.Limits.Simulation;
using Sidecar.Trouble.Subjects;

namespace Sidecar.Trouble.Report;

/// <summary>The results as Markdown.</summary>
internal static class TroubleTable
{
    // As long as Sidecar's default primary-wait, and longer than a client's two retries take.
    private const double Patience = 30_000;

    public static string Of(IReadOnlyList<TroubleResult> results)
    {
        var text = new StringBuilder(
            "# Trouble\n\n`bench/run trouble`. Answered · 429s per 100 attempts after the first minute · p50 and p99 of the time to the "
                + "answer, ms · seconds from the end of an outage until all upstreams served again · starts beyond a told limit · "
                + "other clients' requests lost because of one client.\n\n");
        SubjectKind[] subjects = [.. results.Select(static r => r.Subject).Distinct().Order()];
        text.Append("| row | requests | oracle |");
        foreach (var subject in subjects)
            text.Append(CultureInfo.InvariantCulture, $" {NameOf(subject)} |");
        text.Append("\n|---|--:|--:|").Insert(text.Length, "--:|", subjects.Length).Append('\n');
        foreach (var row in results.GroupBy(static r => r.Row))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Key.Scenario.Name} | {row.First().Asked} | {OracleOf(row.First())} |");
            foreach (var subject in subjects)
                Append(text, row.FirstOrDefault(r => r.Subject == subject));
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>How many of a row's requests the oracle answers, without those that every upstream refuses.</summary>
    public static int OracleOf(TroubleResult result) =>
        Oracle.Answered(result.Row.Scenario, Patience, (i, now) => result.Row.Outages.Any(o => o.Holds(i, now))) - result.Answers.Length
            + result.Asked;

    public static string NameOf(SubjectKind subject) => subject == SubjectKind.None ? "no proxy" : subject.ToString();

    private static void Append(StringBuilder text, TroubleResult? result)
    {
        if (result is null)
        {
            text.Append(" – |");
            return;
        }
        text.Append(CultureInfo.InvariantCulture,
            $" {result.Answered} · {result.LateShare:0.0} % · {result.Wait(0.5):0}/{result.Wait(0.99):0}");
        if (result.Row.Outages is [{ To: < 1e6 }])
            text.Append(CultureInfo.InvariantCulture,
                $" · {(result.Back is { } back ? back.ToString("0.0 s", CultureInfo.InvariantCulture) : "never")}");
        if (result.Over is { } over)
            text.Append(CultureInfo.InvariantCulture, $" · {over} over");
        if (result.Cost is { } cost)
            text.Append(CultureInfo.InvariantCulture, $" · {cost} of others");
        text.Append(" |");
    }
}
