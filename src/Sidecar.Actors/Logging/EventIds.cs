namespace Sidecar.Logging;

/// <summary>The event ids of all log messages, in one place: operators filter and alert by them, so no two messages share an
/// id.</summary>
public static class EventIds
{
    // 1000: a request and its attempts.
    public const int AttemptEnded = 1001;
    public const int RequestEnded = 1002;
    public const int EmergencyEntered = 1003;
    public const int CoordinatorFailed = 1004;
    public const int RequestRefusedUnread = 1005;
    public const int ClientRefused = 1006;

    // 2000: a backend.
    public const int CooldownStarted = 2001;
    public const int CooldownEnded = 2002;
    public const int BackendRecovered = 2003;

    // 3000: the ledger.
    public const int LedgerWriteFailed = 3101;
    public const int LedgerWriteRecovered = 3102;
    public const int LedgerRowsDropped = 3103;
    public const int LedgerStoppedUnwritten = 3104;
    public const int LedgerFlushTimedOut = 3105;

    // 5000: the journal.
    public const int JournalWriteFailed = 5001;
    public const int JournalReadFailed = 5002;
    public const int SnapshotFailed = 5003;
    public const int JournalGap = 5004;
    public const int RecoveryDisagreed = 5005;

    // 6000: stored definitions, hash chains.
    public const int DefinitionWriteFailed = 6001;
    public const int EventsNotChained = 6101;
    public const int EventsLeftUnchained = 6102;
    public const int LedgerNotMaintained = 6103;
    public const int StoredDataLost = 6104;
    public const int JournalNotRemembered = 6105;
    public const int StoppedUnwritten = 6106;
    public const int WitnessNotTold = 6107;
    public const int MakersNotKept = 6110;

    // 9000: start and stop.
    public const int Serving = 9001;
    public const int KeyFound = 9002;
    public const int NoBackends = 9003;
    public const int Draining = 9004;
    public const int DrainOver = 9005;
    public const int BackendSetAside = 9006;
    public const int NoChain = 9007;
    public const int ClockStepped = 9008;
    public const int CannotServe = 9009;
    public const int RefusedAtDoor = 9010;
    public const int ShortOf = 9020;
    public const int CertificateReadAgain = 9030;
    public const int CertificateUnusable = 9031;

    // 9100: the proxy endpoint.
    public const int EndpointFailed = 9101;
    public const int EndpointFailedAfterHangUp = 9102;
    public const int WrongAdminToken = 9103;
    public const int WalkLost = 9104;

    // 9200: reloading the configuration.
    public const int ReloadDone = 9201;
    public const int ReloadRefused = 9202;
    public const int ReloadFault = 9203;
    public const int ChangeNeedsRestart = 9204;
    public const int SecretsResealed = 9205;
    public const int SecretsNotResealed = 9206;
    public const int ReloadFailed = 9207;

    // 9300: live events.
    public const int LiveJournalUnreadable = 9301;
    public const int LiveSubscriberDropped = 9302;

    // 9400: the dashboard.
    public const int DashboardFeedFailed = 9401;
    public const int SignInRefused = 9402;
    public const int LastMinuteUnread = 9403;

    // 9500: the log itself.
    public const int LogLinesDropped = 9501;

    // 9600: telemetry.
    public const int TelemetryFailed = 9601;
}
