namespace Sidecar.Host.Dashboard.Operations;

/// <summary>Something that may be done to a backend from its page: what it is called, what it leads to, and what is said when it was done.</summary>
/// <param name="Name">In addresses.</param>
/// <param name="Effect">Said before it is confirmed.</param>
/// <param name="Done">Said after it; for <see cref="Test"/> the verdict takes its place.</param>
public sealed record BackendAct(string Name, string Title, string Effect, string Confirm, string Done)
{
    public static readonly BackendAct Rest = new("rest", "Rest", "It is given no new requests for as long as you say; requests under way go on.", "Have it rest", "Done: it rests.");
    public static readonly BackendAct Clear = new("clear", "Clear", "All its rests end: it may be given requests at once, whatever it rested for.", "End its rests", "Done: its rests have ended.");
    public static readonly BackendAct Disable = new("disable", "Disable", "It is given no new requests until somebody enables it, over restarts too; requests under way go on.", "Disable it", "Done: it is disabled.");
    public static readonly BackendAct Enable = new("enable", "Enable", "It may be given requests again.", "Enable it", "Done: it is enabled.");
    public static readonly BackendAct Test = new("test", "Test", "One real GET /models is sent with its key, whether it rests or not.", "Send the test", "");
    public static readonly BackendAct ChangeKey = new("key", "Change key", "The next request is sent with the new key; requests under way end with the old one. A rest because of refused credentials ends.", "Change the key", "Done: the next request is sent with the new key.");
    public static readonly BackendAct Remove = new("remove", "Remove", "Its definition and its key are deleted; requests under way go on. What the journal and the ledger know of it stays.", "Remove it", "Done: the backend was removed.");

    private static readonly BackendAct[] All = [Rest, Clear, Disable, Enable, Test, ChangeKey, Remove];

    /// <summary>Said after a backend was added, which is done from another page.</summary>
    public const string Added = "added";

    public static BackendAct? Find(string? name) => Array.Find(All, act => act.Name == name);

    public static string? SaidAfter(string? name) => name == Added ? "Done: the backend is there for the next request. Test says whether its upstream answers." : Find(name)?.Done;
}
