using System.Globalization;
using Sidecar.JournalScale;

// How long queries of a large journal take:
//   write --data DIR [--events N] [--backends N]   creates a data directory with such a journal, snapshots included
//   ask --data DIR [--times N] COMMAND...          runs 'audit COMMAND --data DIR' N times in this process;
//                                                  '{at}' in it is a different instant each time
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var rest = args.ToList();
var verb = rest.Count > 0 ? rest[0] : "";
rest.RemoveAt(0);
var data = Take("--data", "");
switch (verb)
{
    case "write":
        LargeJournal.Write(data, int.Parse(Take("--events", "1000000")), int.Parse(Take("--backends", "20")));
        return 0;
    case "ask":
        return await Questions.AskAsync(data, int.Parse(Take("--times", "20")), rest);
    default:
        Console.Error.WriteLine("write or ask; see Program.cs");
        return 2;
}

string Take(string name, string otherwise)
{
    if (rest.IndexOf(name) is not (>= 0 and var at))
        return otherwise;
    var value = rest[at + 1];
    rest.RemoveRange(at, 2);
    return value;
}
