using Akka.Configuration;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Policies;
using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Configuration.Schema;
using Sidecar.Host.Storage;

namespace Sidecar.Host.Tests.Configuration;

public sealed class ReferenceFileTests
{
    private static readonly string Path = System.IO.Path.Combine(SettingsLoader.ShippedDirectory, "sidecar.conf");
    private static readonly string[] Lines = File.ReadAllLines(Path);

    /// <summary>The reference, with its commented-out examples of a backend and a client turned into settings.</summary>
    private static readonly string WithExamples = string.Join('\n',
        Lines.Select(l => l.StartsWith("    # ", StringComparison.Ordinal) ? "    " + l[6..] : l));

    [Fact]
    public void every_key_of_the_options_stands_in_the_reference_and_no_other()
    {
        var written = ConfigurationFactory.ParseString(WithExamples).GetConfig("sidecar");
        Assert.Equal(KeysOf(OptionsSchema.Sidecar, ""), KeysOf(written.Root.GetObject(), OptionsSchema.Sidecar, "").Order());
    }

    [Fact]
    public void every_key_is_described()
    {
        for (var i = 0; i < Lines.Length; i++)
        {
            var line = Lines[i].TrimStart(' ', '#');
            var isKey = line.Contains('=', StringComparison.Ordinal) || line.EndsWith('{') || line.Contains("{}", StringComparison.Ordinal);
            if (isKey && Lines[i].StartsWith(' ') && !line.EndsWith('{'))
                Assert.True(line.Contains(" # ", StringComparison.Ordinal), $"line {i + 1} says nothing about its key: {line}");
        }
    }

    [Fact]
    public void defaults_are_those_of_the_domain()
    {
        var settings = OperatorFile.Valid("");
        Assert.Equal(new WalkPolicy(), settings.Walk);
        Assert.Equal(new CooldownPolicy(), settings.Cooldown);
        Assert.Equal(["primary", "fallback"], settings.Catalog.Pools);
        Assert.Equal(["http://127.0.0.1:8080"], settings.Http.Urls);
        Assert.Equal(32 * 1024 * 1024, settings.Http.MaxRequestBody);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Http.Drain);
        Assert.Equal(System.IO.Path.GetFullPath("data"), settings.DataDirectory);
        Assert.Equal(TimeSpan.Zero, settings.SseKeepAlive);
        Assert.False(settings.Http.AllowOpen);
        Assert.Equal(new LedgerRetention { Walks = TimeSpan.FromDays(7), Attempts = TimeSpan.FromDays(90) }, settings.Retention);
        Assert.Null(settings.AdminToken);
    }

    [Fact]
    public void written_defaults_are_those_of_the_options_classes()
    {
        var faults = new FaultList();
        var none = new Dictionary<string, string>();
        var root = HoconReader.Read(WithExamples, Path, none, faults)!;
        var flat = new KeyFlattener(faults);
        flat.Flatten(root.Members["sidecar"], OptionsSchema.Sidecar, "Sidecar", "sidecar");
        Assert.Empty(faults.Sorted());
        var compared = CompareDefaults(flat.Data, "Sidecar", new SidecarOptions())
            + CompareDefaults(flat.Data, "Sidecar:Backends:0", new BackendOptions())
            + CompareDefaults(flat.Data, "Sidecar:Clients:0", new ClientOptions());
        Assert.Equal(71, compared);
    }

    [Fact]
    public void backend_defaults_are_those_of_the_domain()
    {
        var backend = Assert.Single(OperatorFile.Valid("sidecar.backends.a { pool = primary, base-url = \"http://x/v1/\" }")
            .Catalog.Backends);
        var expected = new Backend { Id = "a", Pool = "primary", BaseUrl = "http://x/v1" };
        Assert.Equal(expected with { Models = backend.Models, Headers = backend.Headers }, backend);
        Assert.Empty(backend.Models);
        Assert.Empty(backend.Headers);
    }

    private static int CompareDefaults(Dictionary<string, string?> data, string key, object options)
    {
        var compared = 0;
        foreach (var property in options.GetType().GetProperties().Where(p => p.CanWrite))
        {
            var value = property.GetValue(options);
            var name = $"{key}:{property.Name}";
            if (value is not null && value.GetType().Namespace == typeof(SidecarOptions).Namespace && !property.PropertyType.IsEnum)
            {
                compared += CompareDefaults(data, name, value);
            }
            // An example may replace a default only if there is none: for the id, and for what is required.
            else if (value is not null && data.TryGetValue(name, out var written)
                && !Attribute.IsDefined(property, typeof(System.ComponentModel.DataAnnotations.KeyAttribute)))
            {
                Assert.Equal(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture), written);
                compared++;
            }
        }
        return compared;
    }

    private static IEnumerable<string> KeysOf(SchemaNode schema, string path) => Named(schema, path).Order();

    private static IEnumerable<string> Named(SchemaNode schema, string path) => schema switch
    {
        SectionSchema section => section.Keys.SelectMany(k => Named(k.Node, $"{path}.{k.Name}")),
        NamedSectionsSchema named => Named(named.Item, $"{path}.*"),
        _ => [path],
    };

    private static IEnumerable<string> KeysOf(Akka.Configuration.Hocon.HoconObject written, SchemaNode schema, string path)
    {
        foreach (var (key, value) in written.Items)
        {
            var next = schema is SectionSchema section ? section.Find(key)?.Node : ((NamedSectionsSchema)schema).Item;
            var name = schema is SectionSchema ? $"{path}.{key}" : $"{path}.*";
            if (next is SectionSchema or NamedSectionsSchema && value.IsObject())
                foreach (var nested in KeysOf(value.GetObject(), next, name))
                    yield return nested;
            else
                yield return name;
        }
    }
}
