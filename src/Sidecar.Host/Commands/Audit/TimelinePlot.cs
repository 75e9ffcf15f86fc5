using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;
using Sidecar.Domain.Cooldowns;
using Sidecar.Host.Audit;
using static System.FormattableString;

namespace Sidecar.Host.Commands.Audit;

/// <summary>A timeline as a picture: a row for each backend, a bar for each rest in the colour of its reason, a mark for each
/// emergency.</summary>
internal sealed class TimelinePlot
{
    private const double RowHeight = 30;
    private const double BarHeight = 0.62;

    private static readonly OxyColor Ink = OxyColor.Parse("#333333");
    private static readonly OxyColor Faint = OxyColor.Parse("#e4e6e8");

    // Okabe and Ito's palette, which colour-blind people can distinguish.
    private static readonly Dictionary<CooldownReason, OxyColor> Colours = new()
    {
        [CooldownReason.RateLimited] = OxyColor.Parse("#e69f00"),
        [CooldownReason.Overloaded] = OxyColor.Parse("#56b4e9"),
        [CooldownReason.Credentials] = OxyColor.Parse("#cc79a7"),
        [CooldownReason.Unhealthy] = OxyColor.Parse("#0072b2"),
        [CooldownReason.Operator] = OxyColor.Parse("#009e73"),
    };

    private readonly TimelineReport _report;
    private readonly List<PlotRow> _rows;

    public TimelinePlot(TimelineReport report, double width)
    {
        _report = report;
        // Bars within one pixel are merged; otherwise a month of storms would be a file of many megabytes.
        _rows = PlotRow.Of(report, (report.To - report.From) / width);
        Height = (int)(120 + (RowHeight * (_rows.Count + (HasEmergencies ? 1 : 0))));
        Model = new PlotModel
        {
            Title = Invariant(
                $"Cooldowns {report.From.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {report.To.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"),
            TitleFontSize = 15,
            TitleFontWeight = FontWeights.Normal,
            TextColor = Ink,
            Background = OxyColors.White,
            PlotAreaBorderThickness = new OxyThickness(0, 0, 0, 1),
            PlotAreaBorderColor = Ink,
            DefaultFont = "DejaVu Sans",
        };
        Model.Axes.Add(Times());
        Model.Axes.Add(Names());
        foreach (var (reason, colour) in Colours)
            if (Bars(reason, colour) is { Items.Count: > 0 } bars)
                Model.Series.Add(bars);
        if (HasEmergencies)
            Model.Series.Add(Emergencies());
        Model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomCenter,
            LegendOrientation = LegendOrientation.Horizontal,
            LegendItemSpacing = 20,
        });
    }

    public PlotModel Model { get; }

    public int Height { get; }

    private bool HasEmergencies => _report.Emergencies.Count > 0;

    // Emergencies have the row above the first backend, and rows count downwards.
    private double PlaceOf(int row) => _rows.Count - 1 - row;

    private DateTimeAxis Times() => new()
    {
        Position = AxisPosition.Bottom,
        Minimum = X(_report.From),
        Maximum = X(_report.To),
        StringFormat = (_report.To - _report.From)
            .TotalMinutes switch
        { < 15 => "HH:mm:ss", < 36 * 60 => "HH:mm", < 5 * 24 * 60 => "MM-dd HH:mm", _ => "yyyy-MM-dd" },
        MajorGridlineStyle = LineStyle.Solid,
        MajorGridlineColor = Faint,
        TicklineColor = Ink,
        MinorTickSize = 0,
        IntervalLength = 110,
        Title = "UTC",
        TitleFontSize = 11,
    };

    private LinearAxis Names() => new()
    {
        Position = AxisPosition.Left,
        Minimum = -0.6,
        Maximum = _rows.Count - (HasEmergencies ? -0.4 : 0.4),
        MajorStep = 1,
        MinorTickSize = 0,
        MajorTickSize = 0,
        AxislineStyle = LineStyle.None,
        LabelFormatter = place =>
            place == _rows.Count ? "emergencies" : place >= 0 && place < _rows.Count ? _rows[(int)PlaceOf((int)place)].Name : "",
    };

    private RectangleBarSeries Bars(CooldownReason reason, OxyColor colour)
    {
        var bars = new RectangleBarSeries { Title = reason.ToWire(), FillColor = colour, StrokeColor = colour, StrokeThickness = 0.5 };
        foreach (var (index, row) in _rows.Index())
            foreach (var (from, to) in row.Bars(reason))
                bars.Items.Add(new RectangleBarItem(X(from), PlaceOf(index) - (BarHeight / 2), X(to), PlaceOf(index) + (BarHeight / 2)));
        return bars;
    }

    private ScatterSeries Emergencies()
    {
        var marks = new ScatterSeries { Title = "emergency activated", MarkerType = MarkerType.Triangle, MarkerSize = 5, MarkerFill = Ink };
        var last = DateTimeOffset.MinValue;
        foreach (var emergency in _report.Emergencies.Where(emergency => emergency.At - last >= (_report.To - _report.From) / 400))
        {
            last = emergency.At;
            marks.Points.Add(new ScatterPoint(X(last), _rows.Count));
        }
        return marks;
    }

    private static double X(DateTimeOffset at) => DateTimeAxis.ToDouble(at.UtcDateTime);
}
