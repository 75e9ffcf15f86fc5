using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Dashboard.Operations;

/// <summary>Performs the actions of a backend's page, through the services of the admin API.</summary>
internal sealed class BackendOperations(
    BackendDefinitions definitions, DefinitionChanges changes, OperatorCooldowns rests, BackendTest test)
{
    private static readonly SourcePosition Form = new("form");

    public Task<ChangeResult> DoAsync(BackendAct act, string id, BackendWords words, string by)
    {
        var why = OperatorWords.Of(words.Why?.Trim());
        if (act == BackendAct.Rest)
            return rests.Begin(id, null, words.For, by, why);
        if (act == BackendAct.Clear)
            return rests.End(id, null, by, why);
        if (act == BackendAct.Disable)
            return changes.Change(id, One("enabled", "false"), by, why);
        if (act == BackendAct.Enable)
            return changes.Change(id, One("enabled", IsOffInFile(id) ? "true" : null), by, why);
        if (act == BackendAct.Remove)
            return changes.Remove(id, by, why);
        if (act != BackendAct.ChangeKey)
            throw new ArgumentOutOfRangeException(nameof(act), act.Name, "nothing that changes a backend");
        // Otherwise an empty field would remove the key.
        return string.IsNullOrWhiteSpace(words.Key)
            ? Task.FromResult(ChangeResult.Refused(400, "no_key", "No key was given."))
            : changes.Change(id, One("api-key", words.Key.Trim()), by, why);
    }

    public Task<ChangeResult> AddAsync(NewBackend wanted, string by) => changes.Add(wanted.Id?.Trim() ?? "", wanted.Definition(Form), by);

    public async Task<TestVerdict> TestAsync(string id, CancellationToken cancellation) => definitions.Directory.Find(id) switch
    {
        null => new TestVerdict(false, "definition", ChangeResult.Unknown(id).Refusal!.Message, null, null),
        { Backend: { } backend } => await test.RunAsync(backend, cancellation),
        var entry => new TestVerdict(false, "definition", string.Join("; ", entry.Faults), null, null),
    };

    // If the file says enabled, the override is removed, not set: then the file can disable the backend later.
    private bool IsOffInFile(string id) =>
        definitions.File.Catalog.Defined.FirstOrDefault(backend => backend.Id == id) is { Enabled: false };

    private static HoconObject One(string name, string? value)
    {
        var body = new HoconObject(Form) { IsBlock = true };
        body.Members[name] = new HoconScalar(Form, value);
        return body;
    }
}

/// <summary>The fields of a backend's form.</summary>
/// <param name="For">How long it should rest.</param>
/// <param name="Key">Passed only to the service that encrypts it.</param>
internal sealed record BackendWords(string? For, string? Why, string? Key)
{
    public override string ToString() => "what was said";
}
