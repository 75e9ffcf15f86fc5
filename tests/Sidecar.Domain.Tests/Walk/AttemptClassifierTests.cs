using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Tests.Walk;

public class AttemptClassifierTests
{
    [Fact]
    public void without_an_answer_the_backend_failed_unless_the_end_came_from_this_side()
    {
        UpstreamError[] ours = [UpstreamError.ClientGone, UpstreamError.DeadlinePassed, UpstreamError.Shortage, UpstreamError.Internal];
        foreach (var error in Enum.GetValues<UpstreamError>())
            Assert.Equal(ours.Contains(error) ? AttemptVerdict.Abandoned : AttemptVerdict.FailedTransport,
                AttemptClassifier.Classify(error));
    }
}
