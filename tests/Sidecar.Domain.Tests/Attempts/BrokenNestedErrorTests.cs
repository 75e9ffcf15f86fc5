using System.Text;
using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Tests.Attempts;

/// <summary>A text inside an error that begins like JSON but is not.</summary>
public sealed class BrokenNestedErrorTests
{
    [Fact]
    public void what_stands_around_it_still_counts() =>
        Assert.Equal(AttemptVerdict.RateLimited, Judge(200, """{"error":{"message":"{\"error\" broken","code":"rate_limit_exceeded"}}"""));

    [Fact]
    public void a_body_that_is_such_a_text_is_judged_by_its_status() =>
        Assert.Equal(AttemptVerdict.Overloaded, Judge(503, """'[{"error":{"code":503,"message"ry again later."}}data:]"""));

    private static AttemptVerdict Judge(int status, string body) =>
        AnswerJudgement.Of(new AnswerHead(status, true, true, false), Encoding.UTF8.GetBytes(body), default).Verdict;
}
