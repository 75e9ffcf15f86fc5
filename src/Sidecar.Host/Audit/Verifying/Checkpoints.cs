using Sidecar.Host.Storage.Chain;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>A checkpoint: the statement that a chain reached this row with this hash.</summary>
internal sealed record Checkpoint(long Id, string Chain, long Row, byte[] Hash, long Count, byte[] Seal, long AtMicroseconds);

/// <summary>Reads a file's checkpoints, and checks each against its seal and signature before it is used to check rows.</summary>
internal static class Checkpoints
{
    private const string Table = "checkpoints";
    private const int SealedColumnCount = 6;

    /// <summary>The checkpoints before the first altered one, which is reported.</summary>
    /// <param name="file">The file.</param>
    /// <param name="seed">The name of the checkpoints' own chain.</param>
    /// <param name="key">Null: signatures are only counted.</param>
    /// <param name="report">Receives the findings.</param>
    public static List<Checkpoint> Read(EvidenceFile file, string seed, SigningKey? key, VerifyReport report)
    {
        var sound = new List<Checkpoint>();
        if (!file.HasTable(Table))
        {
            report.Add(new Checked(file.Name, Table, 0, "none"));
            return sound;
        }
        var (row, seal, signed, isSound) = (new CanonicalRow(), ChainSeed.Of(seed), 0, true);
        var link = new byte[CanonicalRow.LinkSize];
        using var rows = file.Read($"SELECT {CheckpointTable.SealedColumns}, seal, signature FROM checkpoints ORDER BY id");
        while (rows.Next())
        {
            var id = rows.Whole(0);
            row.Clear();
            rows.AddTo(row, SealedColumnCount);
            row.Link(seal, link);
            if (FaultOf(rows, link, sound.Count + 1, key, signed) is { } fault)
            {
                report.Add(new Difference(file.Name, Table, id, fault));
                isSound = false;
                break;
            }
            seal = link.ToArray();
            signed += rows.IsNull(7) ? 0 : 1;
            sound.Add(new Checkpoint(id, rows.Text(2), rows.Whole(3), rows.Bytes(4).ToArray(), rows.Whole(5), seal, rows.Whole(1)));
        }
        if (key is not null && signed == 0 && isSound)
            report.Add(new Difference(file.Name, Table, 0, "no checkpoint is signed, so the public key proves nothing"));
        report.Add(new Checked(file.Name, Table, sound.Count,
            $"{signed} signed{(signed > 0 && key is null ? ", not verified: name the key with --public-key" : "")}"));
        return sound;
    }

    private static string? FaultOf(EvidenceRows checkpoint, byte[] seal, long expected, SigningKey? key, int signedBefore)
    {
        if (checkpoint.Whole(0) != expected)
            return $"checkpoint {expected} was removed";
        if (!checkpoint.Bytes(6).SequenceEqual(seal))
            return "the checkpoint was altered: its seal is not that of its values and of the checkpoint before it";
        if (key is null)
            return null;
        if (checkpoint.IsNull(7))
            return signedBefore > 0 ? "the checkpoint is not signed, though earlier ones are" : null;
        return key.Verifies(seal, checkpoint.Bytes(7)) ? null : "the signature is not one of this key for this checkpoint";
    }
}
