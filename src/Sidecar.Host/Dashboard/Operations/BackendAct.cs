namespace Sidecar.Host.Dashboard.Operations;

/// <summary>An action on a backend's page: its name, its effect, and the message when it was done.</summary>
/// <param name="Name">Used in addresses.</param>
/// <param name="Effect">Shown before it is confirmed.</param>
/// <param name="Done">Shown afterwards; <see cref="Test"/> shows its result instead.</param>
public sealed record BackendAct(string Name, string Title, string Effect, string Confirm, string Done)
{
    public static readonly BackendAct Rest =
        new("rest", "Rest", "It gets no new requests for the chosen time. Running requests continue.", "Cool it down",
        "Done: it is cooling down.");
    public static readonly BackendAct Clear =
        new("clear", "Clear", "All its cooldowns end: it may get requests at once, whatever the reason was.", "End its cooldowns",
        "Done: its cooldowns have ended.");
    public static readonly BackendAct Disable =
        new("disable", "Disable", "It gets no new requests until somebody enables it, even after a restart. Running requests continue.",
        "Disable it", "Done: it is disabled.");
    public static readonly BackendAct Enable = new("enable", "Enable", "It may get requests again.", "Enable it", "Done: it is enabled.");
    public static readonly BackendAct Test =
        new("test", "Test", "Sends one real GET /models with its key, even while it is cooling down.", "Send the test", "");
    public static readonly BackendAct ChangeKey =
        new("key", "Change key",
        "The next request is sent with the new key; running requests end with the old one. A cooldown for refused credentials ends.",
        "Change the key", "Done: the next request is sent with the new key.");
    public static readonly BackendAct Remove =
        new("remove", "Remove", "Its definition and its key are deleted. Running requests continue. Its recorded history stays.",
        "Remove it", "Done: the backend was removed.");

    private static readonly BackendAct[] All = [Rest, Clear, Disable, Enable, Test, ChangeKey, Remove];

    /// <summary>Shown after a backend was added, which is done on another page.</summary>
    public const string Added = "added";

    public static BackendAct? Find(string? name) => Array.Find(All, act => act.Name == name);

    public static string? SaidAfter(string? name) =>
        name == Added ? "Done: the backend is there from the next request on. Test says whether its upstream answers." : Find(name)?.Done;
}
