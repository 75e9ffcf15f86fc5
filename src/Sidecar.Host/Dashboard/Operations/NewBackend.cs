using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Dashboard.Operations;

/// <summary>A backend as typed into the form: unchecked text, to which the rules of the configuration file apply.</summary>
/// <param name="Key">Passed only to the service that encrypts it.</param>
/// <param name="KeyVariable">Instead of a key: the environment variable that holds it.</param>
/// <param name="Models">Names, separated by commas, spaces or line breaks; none: it serves any.</param>
internal sealed record NewBackend(string? Id, string? Pool, string? BaseUrl, string? Key, string? KeyVariable, string? Rpm, string? Models)
{
    public override string ToString() => $"backend {Id}";

    public HoconObject Definition(SourcePosition at)
    {
        var definition = new HoconObject(at) { IsBlock = true };
        foreach (var (
            name, value) in new[] { ("pool", Pool), ("base-url", BaseUrl), ("api-key", Key), ("api-key-env", KeyVariable), ("rpm", Rpm) })
            if (!string.IsNullOrWhiteSpace(value))
                definition.Members[name] = new HoconScalar(at, value.Trim());
        var names = (Models ?? "").Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > 0)
        {
            var models = new HoconArray(at);
            foreach (var name in names)
            {
                var model = new HoconObject(at) { IsBlock = true };
                model.Members["name"] = new HoconScalar(at, name);
                models.Items.Add(model);
            }
            definition.Members["models"] = models;
        }
        return definition;
    }
}
