namespace Sidecar.Host.Dashboard.Operations;

/// <summary>Something that may be done to a backend from its page: what it is called, what it leads to, and what is said when it was
/// done.</summary>
/// <param name="Name">In addresses.</param>
/// <param name="Effect">Said before it is confirmed.</param>
/// <param name="Done">Said after it; for <see cref="Test"/> the verdict takes its place.</param>
public sealed record BackendAct(string Name, string Title, string Effect, string Confirm, string Done)
{
    public static readonly BackendAct Rest =
        new("rest", "Rest", "It gets no new requests for as long as you say. Running requests go on.", "Cool it down",
        "Done: it is cooling down.");
    public static readonly BackendAct Clear =
        new("clear", "Clear", "All its cooldowns end: it may get requests at once, whatever the reason was.", "End its cooldowns",
        "Done: its cooldowns have ended.");
    public static readonly BackendAct Disable =
        new("disable", "Disable", "It gets no new requests until somebody enables it, also after a restart. Running requests go on.",
        "Disable it", "Done: it is disabled.");
    public static readonly BackendAct Enable = new("enable", "Enable", "It may get requests again.", "Enable it", "Done: it is enabled.");
    public static readonly BackendAct Test =
        new("test", "Test", "Sends one real GET /models with its key, also while it cools down.", "Send the test", "");
    public static readonly BackendAct ChangeKey =
        new("key", "Change key",
        "The next request is sent with the new key; running requests end with the old one. A cooldown for refused credentials ends.",
        "Change the key", "Done: the next request is sent with the new key.");
    public static readonly BackendAct Remove =
        new("remove", "Remove", "Its definition and its key are deleted. Running requests go on. Its history in journal and ledger stays.",
        "Remove it", "Done: the backend was removed.");

    private static readonly BackendAct[] All = [Rest, Clear, Disable, Enable, Test, ChangeKey, Remove];

    /// <summary>Said after a backend was added, which is done from another page.</summary>
    public const string Added = "added";

    public static BackendAct? Find(string? name) => Array.Find(All, act => act.Name == name);

    public static string? SaidAfter(string? name) =>
        name == Added ? "Done: the backend is there for the next request. Test says whether its upstream answers." : Find(name)?.Done;
}
