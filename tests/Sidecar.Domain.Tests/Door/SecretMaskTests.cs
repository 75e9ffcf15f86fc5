using System.Text;
using Sidecar.Domain.Door;

namespace Sidecar.Domain.Tests.Door;

public sealed class SecretMaskTests
{
    private static readonly SecretMask Mask = new(["sk-secret-1", "sk-secret-1-longer", "nvidia"]);

    [Theory]
    [InlineData("no secret here", "no secret here", 0)]
    [InlineData("key sk-secret-1.", "key ***********.", 0)]
    [InlineData("sk-secret-1sk-secret-1", "**********************", 0)]
    [InlineData("x sk-secret-1-longer y", "x ****************** y", 0)]
    [InlineData("nvidia says sk-sec", "nvidia says sk-sec", 6)]
    [InlineData("ends in s", "ends in s", 1)]
    public void whole_secrets_become_stars_and_begun_ones_are_told(string text, string expected, int held)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(held, Mask.Apply(bytes));
        Assert.Equal(expected, Encoding.ASCII.GetString(bytes));
        Assert.Equal(expected, Mask.Apply(text));
    }

    [Fact]
    public void a_word_such_as_key_is_not_a_secret() => Assert.True(new SecretMask(["nvidia"]).IsEmpty);
}
