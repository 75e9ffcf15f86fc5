using System.Text;
using CsCheck;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Audit;
using Sidecar.Domain.Walk;

namespace Sidecar.Domain.Tests.Attempts;

public class RecordedErrorTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static AnswerHead Head(RecordedErrors.Entry entry, bool own = true) =>
        new(entry.Status, IsGeneration: true, own, entry.IsEventStream);

    [Fact]
    public void each_is_of_the_kind_that_it_is_recorded_as()
    {
        Assert.True(RecordedErrors.All.Count > 180);
        var wrong = RecordedErrors.All
            .Select(e => (Entry: e, Judged: AnswerJudgement.Of(Head(e), e.Body, Now)))
            .Where(e => AttemptWords.Name(e.Judged.Verdict) != e.Entry.Verdict)
            .Select(e => $"{e.Entry} was {e.Judged.Verdict}");
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Fact]
    public void each_source_stands_in_the_documentation()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Sidecar.sln")))
            root = root.Parent!;
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "provider-errors.md"));
        Assert.All(RecordedErrors.All, entry => Assert.Contains(entry.Source, page, StringComparison.Ordinal));
    }

    [Fact]
    public void the_time_that_a_body_names_is_believed()
    {
        foreach (var entry in RecordedErrors.All.Where(e => e.RetryAfter is not null))
            Assert.True(Math.Abs((AnswerJudgement.Of(Head(entry), entry.Body, Now).RetryAfter ?? default)
                .TotalSeconds - entry.RetryAfter!.Value) < 0.001, entry.ToString());
    }

    [Fact]
    public void none_rests_a_backend_because_of_a_clients_own_key()
    {
        foreach (var entry in RecordedErrors.All.Where(e => e.Status is 401 or 402 or 403))
            Assert.Equal(AttemptVerdict.ClientCredentialsRejected, AnswerJudgement.Of(Head(entry, own: false), entry.Body, Now).Verdict);
    }

    [Fact]
    public void no_body_takes_back_a_status_that_names_trouble_of_the_backend()
    {
        foreach (var status in new[] { 408, 500, 502, 503, 504, 522, 529, 498 })
            foreach (var entry in RecordedErrors.All)
                Assert.Equal(
                    AnswerJudgement.Of(new AnswerHead(status, true, true, false), [], Now).Verdict,
                    AnswerJudgement.Of(Head(entry) with { Status = status }, entry.Body, Now).Verdict);
        foreach (var entry in RecordedErrors.All)
            Assert.Contains(AnswerJudgement.Of(Head(entry) with { Status = 429 }, entry.Body, Now).Verdict,
                new[] { AttemptVerdict.RateLimited, AttemptVerdict.TooLarge });
    }

    [Fact]
    public void what_is_fetched_is_delivered_whatever_stands_in_it()
    {
        foreach (var entry in RecordedErrors.All)
            foreach (var status in new[] { 200, 206, 400, 404, 410, 422 })
                Assert.Equal(AttemptVerdict.Success, AnswerJudgement.Of(
                    Head(entry) with { Status = status, IsGeneration = false }, entry.Body, Now).Verdict);
    }

    [Fact]
    public void a_prompt_that_quotes_an_error_is_none()
    {
        foreach (var entry in RecordedErrors.All.Where(e => !e.IsEventStream))
        {
            var quoted = System.Text.Json.JsonSerializer.Serialize("Invalid message: " + Encoding.UTF8.GetString(entry.Body));
            var body = Encoding.UTF8.GetBytes($$$"""{"error":{"message":{{{quoted}}},"type":"invalid_request_error","param":"messages","code":"invalid_value"}}""");
            Assert.True(AnswerJudgement.Of(new AnswerHead(400, true, true, false), body, Now).Verdict == AttemptVerdict.Success,
                entry.ToString());
        }
    }

    [Fact]
    public void cut_or_damaged_bytes_never_throw() =>
        Gen.Select(Gen.Int[0, RecordedErrors.All.Count - 1], Gen.Int[0, 2000], Gen.Int[0, 2000], Gen.Byte).Sample(
            (index, length, at, value) =>
            {
                var entry = RecordedErrors.All[index];
                var body = entry.Body.ToArray();
                body[at % body.Length] = value;
                Assert.True(Enum.IsDefined(AnswerJudgement.Of(Head(entry), body.AsSpan(0, Math.Min(length, body.Length)), Now).Verdict));
                Assert.True(Enum.IsDefined(AnswerJudgement.OfEvent(body, true, Now).Verdict));
            },
            iter: 5000);
}
