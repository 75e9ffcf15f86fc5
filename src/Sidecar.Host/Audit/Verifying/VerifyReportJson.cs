using System.Text.Json;

namespace Sidecar.Host.Audit.Verifying;

/// <summary>A <see cref="VerifyReport"/> as <c>audit verify --json</c> prints it.</summary>
internal static class VerifyReportJson
{
    public static void Write(Utf8JsonWriter json, VerifyReport report)
    {
        json.WriteStartObject();
        json.WriteBoolean("unaltered", report.Differences.Count == 0);
        json.WriteStartArray("checked");
        foreach (var part in report.Checked)
        {
            json.WriteStartObject();
            json.WriteString("file", part.File);
            json.WriteString("what", part.What);
            json.WriteNumber("count", part.Count);
            json.WriteString("note", part.Note);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("differences");
        foreach (var difference in report.Differences)
            Write(json, difference);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Difference difference)
    {
        json.WriteStartObject();
        json.WriteString("file", difference.File);
        json.WriteString("table", difference.Table);
        json.WriteNumber("row", difference.Row);
        json.WriteString("persistence_id", difference.PersistenceId);
        json.WriteNumberOrNull("sequence_number", difference.SequenceNumber);
        json.WriteString("what", difference.What);
        json.WriteEndObject();
    }
}
