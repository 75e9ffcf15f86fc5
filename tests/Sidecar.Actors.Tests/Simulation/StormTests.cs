namespace Sidecar.Actors.Tests.Simulation;

/// <summary>Storms of many seeds. A seed that fails can be played again alone: <c>Storm.Play(seed)</c>.</summary>
public sealed class StormTests
{
    private const int SeedsPerTest = 10;

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void every_promise_holds_in_any_weather(int part)
    {
        for (var seed = part * SeedsPerTest; seed < (part + 1) * SeedsPerTest; seed++)
        {
            var fault = Record.Exception(() => Storm.Play(seed));
            Assert.True(fault is null, $"seed {seed}: {fault}");
        }
    }
}
