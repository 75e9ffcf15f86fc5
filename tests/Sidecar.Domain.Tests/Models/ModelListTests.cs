using System.Buffers;
using System.Text;
using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Models;
using Sidecar.Domain.Tests.Kit;

namespace Sidecar.Domain.Tests.Models;

public sealed class ModelListTests
{
    private static readonly Dictionary<string, string> NoAliases = [];

    private static Backend Named(string id, string pool, params string[] models) =>
        Sample.Backend() with { Id = id, Pool = pool, Models = [.. models.Select(model => new ServedModel(model))] };

    private static IReadOnlyList<ListedModel> Read(string text) => ModelListReader.Read(Encoding.UTF8.GetBytes(text))!;

    private static string Written(IReadOnlyList<ListedModel> models, BackendDialect dialect)
    {
        var written = new ArrayBufferWriter<byte>();
        ModelListWriter.WriteList(written, models, dialect);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    [Fact]
    public void pools_come_in_order_each_model_once_and_aliases_last()
    {
        var catalog = new BackendCatalog(
            ["p", "f"],
            [Named("late", "f", "b", "c"), Named("first", "p", "a", "b"), Named("off", "p", "x") with { Enabled = false }],
            new Dictionary<string, string> { ["fast"] = "b", ["gone"] = "x" });

        Assert.Equal(["a", "b", "c", "fast"], MergedModels.Of(catalog, _ => []).Select(m => m.Id));
    }

    [Fact]
    public void an_open_backend_adds_what_it_lists_and_may_serve_what_an_alias_stands_for()
    {
        var catalog = new BackendCatalog(["p"], [Named("open", "p")], new Dictionary<string, string> { ["fast"] = "unlisted" });

        Assert.Equal(["m", "fast"], MergedModels.Of(catalog, _ => Read("""{"data":[{"id":"m"}]}""")).Select(m => m.Id));
    }

    [Fact]
    public void what_an_upstream_says_of_a_model_is_kept_also_under_its_alias()
    {
        var catalog = new BackendCatalog(["p"], [Named("open", "p")], new Dictionary<string, string> { ["fast"] = "m" });
        var models = MergedModels.Of(catalog, _ => Read("""{"object":"list","data":[{"id":"m","object":"model","created":7,"owned_by":"meta","context_length":9}]}"""));

        Assert.Equal(
            """{"object":"list","data":[{"id":"m","object":"model","created":7,"owned_by":"meta","context_length":9},{"id":"fast","object":"model","created":7,"owned_by":"meta","context_length":9}]}""",
            Written(models, BackendDialect.OpenAi));
    }

    [Fact]
    public void what_a_dialect_asks_for_is_added()
    {
        Assert.Equal("""{"object":"list","data":[{"id":"m","object":"model","created":0,"owned_by":"sidecar"}]}""", Written([new ListedModel("m")], BackendDialect.OpenAi));
        Assert.Equal(
            """{"data":[{"type":"model","id":"m","display_name":"M 1","created_at":"2025-01-02T03:04:05Z"},{"type":"model","id":"n","display_name":"n","created_at":"1970-01-01T00:00:07Z"}],"has_more":false,"first_id":"m","last_id":"n"}""",
            Written(Read("""[{"id":"m","type":"model","display_name":"M 1","created_at":"2025-01-02T03:04:05Z"},{"id":"n","created":7}]"""), BackendDialect.Anthropic));
        Assert.Equal("""{"data":[],"has_more":false,"first_id":null,"last_id":null}""", Written([], BackendDialect.Anthropic));
    }

    [Theory]
    [InlineData("""{"data":[{"id":7},{"name":"x"},"y",{"id":""},{"id":"m","created":"soon","owned_by":3}]}""", "m")]
    [InlineData("""{"data":[]}""", "")]
    public void entries_without_an_id_are_passed_over(string text, string ids)
    {
        var models = Read(text);
        Assert.Equal(ids, string.Join(',', models.Select(m => m.Id)));
        using var parsed = JsonDocument.Parse(Written(models, BackendDialect.OpenAi));
        Assert.All(parsed.RootElement.GetProperty("data").EnumerateArray(), m =>
            Assert.Equal((JsonValueKind.Number, JsonValueKind.String),
            (m.GetProperty("created").ValueKind, m.GetProperty("owned_by").ValueKind)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("{}")]
    [InlineData("""{"data":{}}""")]
    [InlineData("7")]
    public void anything_but_a_list_counts_as_no_list(string text) => Assert.Null(ModelListReader.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void nothing_is_listed_where_nothing_serves() => Assert.Empty(
        MergedModels.Of(new BackendCatalog(["p"], [], NoAliases), _ => []));
}
