namespace Sidecar.Host.RuntimeBackends;

/// <summary>The result of a change that an operator asked for.</summary>
/// <param name="Entry">The definition as it is now; null if it was removed or never existed.</param>
/// <param name="Refusal">Why the change was refused; null if it was made.</param>
internal sealed record ChangeResult(DirectoryEntry? Entry, ChangeRefusal? Refusal)
{
    public static ChangeResult Refused(int status, string code, string message, params IReadOnlyList<DefinitionFault> faults) =>
        new(null, new ChangeRefusal(status, code, message, faults));

    public static ChangeResult Unknown(string id) => Refused(404, "unknown_backend", $"There is no backend '{id}'.");
}

/// <param name="Status">The status of the HTTP answer.</param>
/// <param name="Faults">What is wrong with the definition, if that is the reason.</param>
internal sealed record ChangeRefusal(int Status, string Code, string Message, IReadOnlyList<DefinitionFault> Faults);
