using System.Globalization;
using System.Text;

namespace Sidecar.Host.Configuration.Hocon;

/// <summary>Writes a resolved tree as the simplest possible HOCON: every key and value in quotes, no substitutions, no comments. Akka's
/// parser gets nothing else.</summary>
internal static class HoconRenderer
{
    public static string Render(HoconObject section)
    {
        var output = new StringBuilder();
        WriteMembers(output, section);
        return output.ToString();
    }

    private static void WriteMembers(StringBuilder output, HoconObject section)
    {
        foreach (var (key, value) in section.Members)
        {
            if (value is HoconScalar { Text: null })
                continue;
            WriteQuoted(output, key);
            output.Append(" = ");
            Write(output, value);
            output.Append('\n');
        }
    }

    private static void Write(StringBuilder output, HoconNode value)
    {
        switch (value)
        {
            case HoconObject section:
                output.Append("{\n");
                WriteMembers(output, section);
                output.Append('}');
                break;
            case HoconArray list:
                output.Append('[');
                var separator = "";
                foreach (var item in list.Items)
                {
                    output.Append(separator);
                    Write(output, item);
                    separator = ", ";
                }
                output.Append(']');
                break;
            case HoconScalar scalar:
                WriteQuoted(output, scalar.Text ?? "");
                break;
            default:
                throw new InvalidOperationException("Only a resolved tree can be written.");
        }
    }

    private static void WriteQuoted(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var c in text)
        {
            if (c is '"' or '\\')
                output.Append('\\').Append(c);
            else if (char.IsControl(c))
                output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                output.Append(c);
        }
        output.Append('"');
    }
}
