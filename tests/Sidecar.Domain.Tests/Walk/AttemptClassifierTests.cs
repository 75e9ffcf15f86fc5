using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Walk;

public class AttemptClassifierTests
{
    [Theory]
    [InlineData(200, AttemptVerdict.Success)]
    [InlineData(201, AttemptVerdict.Success)]
    [InlineData(204, AttemptVerdict.Success)]
    [InlineData(302, AttemptVerdict.Success)]
    [InlineData(304, AttemptVerdict.Success)]
    [InlineData(400, AttemptVerdict.Success)]
    [InlineData(404, AttemptVerdict.Success)]
    [InlineData(413, AttemptVerdict.Success)]
    [InlineData(422, AttemptVerdict.Success)]
    [InlineData(401, AttemptVerdict.CredentialsRejected)]
    [InlineData(402, AttemptVerdict.CredentialsRejected)]
    [InlineData(403, AttemptVerdict.CredentialsRejected)]
    [InlineData(408, AttemptVerdict.FailedAnswer)]
    [InlineData(429, AttemptVerdict.RateLimited)]
    [InlineData(500, AttemptVerdict.FailedAnswer)]
    [InlineData(502, AttemptVerdict.FailedAnswer)]
    [InlineData(503, AttemptVerdict.Overloaded)]
    [InlineData(504, AttemptVerdict.FailedAnswer)]
    [InlineData(529, AttemptVerdict.Overloaded)]
    public void the_status_alone_decides_as_the_contract_says(int status, AttemptVerdict verdict) =>
        Assert.Equal(verdict, AttemptClassifier.Classify(status, ownCredentials: true, AnswerSignal.None));

    [Theory]
    [InlineData(520)]
    [InlineData(522)]
    [InlineData(524)]
    [InlineData(530)]
    [InlineData(507)]
    [InlineData(599)]
    public void a_cdns_word_for_a_dead_origin_is_a_failed_answer(int status) =>
        Assert.Equal(AttemptVerdict.FailedAnswer, AttemptClassifier.Classify(status, ownCredentials: true, AnswerSignal.None));

    [Theory]
    [InlineData(501)]
    [InlineData(505)]
    public void what_judges_the_request_benches_no_backend(int status) =>
        Assert.Equal(AttemptVerdict.Success, AttemptClassifier.Classify(status, ownCredentials: true, AnswerSignal.None));

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(403)]
    public void the_clients_own_key_is_the_clients_own_trouble(int status) =>
        Assert.Equal(AttemptVerdict.ClientCredentialsRejected, AttemptClassifier.Classify(status, ownCredentials: false, AnswerSignal.None));

    [Theory]
    [InlineData(200, AnswerSignal.RateLimited, AttemptVerdict.RateLimited)]
    [InlineData(400, AnswerSignal.RateLimited, AttemptVerdict.RateLimited)]
    [InlineData(200, AnswerSignal.Overloaded, AttemptVerdict.Overloaded)]
    [InlineData(200, AnswerSignal.CredentialsRejected, AttemptVerdict.CredentialsRejected)]
    [InlineData(200, AnswerSignal.Failed, AttemptVerdict.FailedTransport)]
    [InlineData(400, AnswerSignal.Failed, AttemptVerdict.Success)]
    [InlineData(200, AnswerSignal.RequestRejected, AttemptVerdict.Success)]
    [InlineData(404, AnswerSignal.RequestRejected, AttemptVerdict.Success)]
    public void the_body_decides_where_the_status_would_be_relayed(int status, AnswerSignal signal, AttemptVerdict verdict) =>
        Assert.Equal(verdict, AttemptClassifier.Classify(status, ownCredentials: true, signal));

    [Fact]
    public void a_refusal_of_the_clients_key_in_the_body_is_the_clients_too() =>
        Assert.Equal(AttemptVerdict.ClientCredentialsRejected, AttemptClassifier.Classify(200, ownCredentials: false, AnswerSignal.CredentialsRejected));

    [Fact]
    public void a_status_that_names_trouble_is_not_overruled_by_the_body()
    {
        int[] statuses = [401, 402, 403, 408, 429, 500, 501, 502, 503, 504, 505, 522, 529];
        foreach (var status in statuses)
            foreach (var signal in Enum.GetValues<AnswerSignal>())
                Assert.Equal(AttemptClassifier.Classify(status, true, AnswerSignal.None), AttemptClassifier.Classify(status, true, signal));
    }

    [Fact]
    public void without_an_answer_the_backend_failed_unless_the_end_came_from_this_side()
    {
        UpstreamError[] ours = [UpstreamError.ClientGone, UpstreamError.DeadlinePassed, UpstreamError.Internal];
        foreach (var error in Enum.GetValues<UpstreamError>())
            Assert.Equal(ours.Contains(error) ? AttemptVerdict.Abandoned : AttemptVerdict.FailedTransport, AttemptClassifier.Classify(error));
    }
}
