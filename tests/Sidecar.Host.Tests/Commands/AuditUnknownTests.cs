namespace Sidecar.Host.Tests.Commands;

/// <summary>What does not exist is not shown as if it were healthy.</summary>
public sealed class AuditUnknownTests
{
    [Theory]
    [InlineData("nothing is known of a backend 'nobody'", "timeline", "--backend", "nobody")]
    [InlineData("is yet to come", "timeline", "--from", "2120-01-01")]
    [InlineData("is yet to come", "state", "--at", "2120-01-01")]
    public async Task it_is_said_in_words(string words, params string[] command)
    {
        await using var stormed = await StormedSidecar.Start();

        var line = await AuditLine.Run(stormed.Directory, command);

        Assert.Equal((1, ""), (line.Code, line.Output));
        Assert.Contains(words, line.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_backend_that_only_served_is_known()
    {
        await using var stormed = await StormedSidecar.Start();

        Assert.Equal(0, (await AuditLine.Run(stormed.Directory, "timeline", "--backend", "c")).Code);
    }
}
