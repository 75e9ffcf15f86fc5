using System.Globalization;
using System.Text.Json;
using Sidecar.Domain.Backends;

namespace Sidecar.Domain.Usage;

/// <summary>
/// Prices per token of many models, from a file in LiteLLM's JSON format or in that of OpenRouter's <c>/models</c>. A backend's own
/// prices take precedence.
/// </summary>
public sealed class PriceList
{
    public static readonly PriceList None = new([]);

    private readonly Dictionary<string, ModelPrice> _byName;

    private PriceList(Dictionary<string, ModelPrice> byName) => _byName = byName;

    /// <summary>The number of models with a price.</summary>
    public int Count => _byName.Count;

    /// <summary>Reads a whole file. Throws <see cref="FormatException"/> with a message that says what is wrong and where.</summary>
    public static PriceList Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new FormatException("neither an object of models nor a list under \"data\"");
            var prices = root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array ? ReadOpenRouter(data)
                : ReadLiteLlm(root);
            return prices.Count > 0 ? new PriceList(prices) : throw new FormatException("no model with a price in it");
        }
        catch (JsonException e)
        {
            throw new FormatException(
                string.Create(CultureInfo.InvariantCulture, $"no JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}"), e);
        }
    }

    /// <summary>The model's price: each part from the backend's own entry, else from the list. Null: nothing is known.</summary>
    /// <param name="served">The backend's own entry; null: it has none.</param>
    /// <param name="model">The name under which the request is known.</param>
    public ModelPrice? Of(ServedModel? served, string model)
    {
        var own = served?.Price ?? default;
        var listed = Find(served?.UpstreamName) ?? Find(model) ?? default;
        var price = new ModelPrice(
            own.Input ?? listed.Input, own.Output ?? listed.Output, own.CachedInput ?? OfList(own.Input, listed.CachedInput),
            own.CacheWrite ?? OfList(own.Input, listed.CacheWrite), own.Reasoning ?? OfList(own.Output, listed.Reasoning));
        return price.IsKnown ? price : null;
    }

    // If the operator sets the price of a side, the list's details for that side belong to a different price.
    private static decimal? OfList(decimal? ownSide, decimal? listed) => ownSide is null ? listed : null;

    private ModelPrice? Find(string? name) => name is not null && _byName.TryGetValue(name, out var price) ? price : null;

    private static Dictionary<string, ModelPrice> ReadLiteLlm(JsonElement root)
    {
        var prices = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);
        foreach (var model in root.EnumerateObject())
            // The list's first entry explains the fields and has no prices.
            if (model.Value.ValueKind == JsonValueKind.Object && model.Name != "sample_spec")
                Add(prices, model.Name, new ModelPrice(
                    Number(model.Value, "input_cost_per_token"), Number(model.Value, "output_cost_per_token"),
                        Number(model.Value, "cache_read_input_token_cost"),
                    Number(model.Value, "cache_creation_input_token_cost"), Number(model.Value, "output_cost_per_reasoning_token")));
        AddWithoutProvider(prices);
        return prices;
    }

    private static Dictionary<string, ModelPrice> ReadOpenRouter(JsonElement data)
    {
        var prices = new Dictionary<string, ModelPrice>(StringComparer.Ordinal);
        foreach (var model in data.EnumerateArray())
            if (model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
                && model.TryGetProperty("pricing", out var pricing) && pricing.ValueKind == JsonValueKind.Object)
                Add(prices, id.GetString()!, new ModelPrice(
                    Number(pricing, "prompt"), Number(pricing, "completion"), Number(pricing, "input_cache_read"),
                        Number(pricing, "input_cache_write"), Number(pricing, "internal_reasoning")));
        return prices;
    }

    private static void Add(Dictionary<string, ModelPrice> prices, string name, ModelPrice price)
    {
        if (price.IsKnown)
            prices[name] = price;
    }

    // LiteLLM writes "groq/llama3-8b"; backends know the model by the part after the slash. If providers' prices differ, it is unclear
    // which one is meant.
    private static void AddWithoutProvider(Dictionary<string, ModelPrice> prices)
    {
        foreach (var group in prices.Where(p => p.Key.Contains('/', StringComparison.Ordinal))
            .GroupBy(p => p.Key[(p.Key.IndexOf('/', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal).ToList())
            if (!prices.ContainsKey(group.Key) && group.Select(p => p.Value).Distinct().Take(2).Count() == 1)
                prices[group.Key] = group.First().Value;
    }

    // OpenRouter writes prices as texts; a negative one means "depends".
    private static decimal? Number(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var value))
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ =>
            null
        };
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var price) && price is >= 0 and <= 1 ? price
            : null;
    }
}
