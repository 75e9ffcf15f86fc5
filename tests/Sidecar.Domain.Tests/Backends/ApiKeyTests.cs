using System.Globalization;
using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Backends;

public sealed class ApiKeyTests
{
    private const string Secret = "nvapi-very-secret";

    private static readonly ApiKey Key = new(Secret);
    private static readonly Backend Keyed = Sample.Backend() with { ApiKey = Key, Headers = [new("x-api-key", Secret)] };

    [Fact]
    public void it_reveals_itself_only_when_asked_to() => Assert.Equal(Secret, Key.Reveal());

    [Fact]
    public void it_never_prints()
    {
        var printed = new[]
        {
            Key.ToString(), $"{Key}", string.Format(CultureInfo.InvariantCulture, "{0}", Key), JsonSerializer.Serialize(Key),
                Keyed.ToString(), $"{Sample.Catalog(Keyed)}",
        };

        Assert.All(printed, text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
        Assert.Equal("***", Key.ToString());
    }

    [Fact]
    public void no_public_member_but_one_holds_it()
    {
        Assert.Empty(typeof(ApiKey).GetProperties());
        Assert.Empty(typeof(ApiKey).GetFields());
    }
}
