using System.Security.Cryptography;
using Sidecar.Domain.Clients;

namespace Sidecar.Domain.Tests.Clients;

public sealed class ClientRegisterTests
{
    [Fact]
    public void a_client_is_found_by_its_whole_hash_alone()
    {
        var register = new ClientRegister([Of("a"), Of("b"), Of("c")]);
        foreach (var name in new[] { "a", "b", "c" })
            Assert.Equal(name, register.Find(HashOf(name))?.Name);

        for (var bit = 0; bit < 256; bit++)
        {
            var near = HashOf("b");
            near[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(register.Find(near));
        }
        Assert.Null(register.Find(HashOf("b").AsSpan(0, 31)));
        Assert.Null(register.Find([]));
    }

    [Fact]
    public void each_of_many_is_found_and_no_other()
    {
        var register = new ClientRegister([.. Enumerable.Range(0, 10_000).Select(i => Of($"c{i}"))]);

        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Equal($"c{i}", register.Find(HashOf($"c{i}"))?.Name));
        Assert.All(Enumerable.Range(10_000, 10_000), i => Assert.Null(register.Find(HashOf($"c{i}"))));
    }

    [Fact]
    public void keys_are_optional_only_without_any_client()
    {
        Assert.True(ClientRegister.Empty.IsOpen);
        Assert.False(new ClientRegister([Of("a")]).IsOpen);
    }

    [Theory]
    [InlineData("fast", "llama", true, true)]
    [InlineData("llama", "llama", true, true)]
    [InlineData("other", "llama", true, true)] // another alias of an allowed model
    [InlineData("LLAMA", "LLAMA", true, false)]
    [InlineData("other", "other", true, false)]
    [InlineData("unknown", "unknown", true, false)]
    [InlineData(null, "unknown", true, false)] // whatever the upstream might find in that body
    [InlineData(null, "unknown", false, true)] // a list of models
    public void a_list_of_models_allows_what_is_on_it(string? asked, string resolved, bool hasBody, bool expected) =>
        Assert.Equal(expected, (Of("a") with { AllowedModels = ["fast", "llama"] }).Allows(asked, resolved, hasBody));

    [Fact]
    public void without_a_list_everything_is_allowed() => Assert.True(Of("a").Allows(null, "unknown", true));

    private static Client Of(string name) => new(name, HashOf(name), 0, []);

    private static byte[] HashOf(string text) => SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));
}
