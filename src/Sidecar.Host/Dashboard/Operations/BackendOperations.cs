using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.RuntimeBackends;

namespace Sidecar.Host.Dashboard.Operations;

/// <summary>Does what is asked on a backend's page, by the services that the admin API does it by.</summary>
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
        // Without this, an empty field would take the key away.
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

    // Where the file says enabled, the override is dropped instead of set: the file can then switch the backend off later.
    private bool IsOffInFile(string id) =>
        definitions.File.Catalog.Defined.FirstOrDefault(backend => backend.Id == id) is { Enabled: false };

    private static HoconObject One(string name, string? value)
    {
        var body = new HoconObject(Form) { IsBlock = true };
        body.Members[name] = new HoconScalar(Form, value);
        return body;
    }
}

/// <summary>What is said in a backend's form.</summary>
/// <param name="For">How long it is to rest.</param>
/// <param name="Key">Goes to the service that seals it, and nowhere else.</param>
internal sealed record BackendWords(string? For, string? Why, string? Key)
{
    public override string ToString() => "what was said";
}
