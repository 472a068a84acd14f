package io.escriba.bench.scaling;

import io.escriba.local.CommandException;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What happened over time, as a table of comma-separated values and as a picture. */
final class Curves {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 320;
    private static final Color BLUE = new Color(0x1f, 0x5f, 0xa8);
    private static final Color ORANGE = new Color(0xd9, 0x6a, 0x0b);
    private static final Color GREY = new Color(0x9a, 0x9a, 0x9a);

    private final List<Moment> moments;

    Curves(List<Moment> moments) {
        this.moments = List.copyOf(moments);
    }

    /**
     * Writes both.
     *
     * @param name of the files, without {@code .csv} and {@code .png}
     * @throws CommandException when they cannot be written
     */
    void write(Path name) {
        List<String> lines = new ArrayList<>();
        lines.add(Moment.header(moments.get(0).values().size()));
        moments.forEach(moment -> lines.add(moment.line()));
        try {
            Files.write(Path.of(name + ".csv"), lines);
            BitmapEncoder.saveBitmap(List.of(processes(), waits()), 2, 1, name.toString(), BitmapFormat.PNG);
        } catch (IOException e) {
            throw new CommandException(
                    "'" + name + "' cannot be written: " + e.getMessage() + ". Choose another with --out.", e);
        }
    }

    private XYChart processes() {
        XYChart chart = chart("readers");
        curve(chart, "readers", BLUE, Moment::readers);
        XYSeries wanted = curve(chart, "processes wanted", GREY, Moment::wanted);
        XYSeries ready = curve(chart, "processes ready", ORANGE, Moment::ready);
        for (XYSeries series : List.of(wanted, ready)) {
            series.setYAxisGroup(1);
            series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Step);
        }
        chart.setYAxisGroupTitle(1, "processes");
        chart.getStyler().setYAxisGroupPosition(1, Styler.YAxisPosition.Right);
        int most = moments.stream().mapToInt(Moment::wanted).max().orElse(1);
        chart.getStyler().setYAxisMin(0, 0.0).setYAxisMin(1, 0.0).setYAxisMax(1, most + 1.0);
        return chart;
    }

    private XYChart waits() {
        XYChart chart = chart("wait for the first character, s");
        curve(chart, "longest", ORANGE, Moment::longest);
        curve(chart, "median", BLUE, Moment::middle);
        chart.getStyler().setYAxisMin(0.0);
        return chart;
    }

    private static XYChart chart(String vertical) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle("seconds")
                .yAxisTitle(vertical)
                .build();
        Styler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setXAxisDecimalPattern("0");
        return chart;
    }

    private XYSeries curve(XYChart chart, String name, Color color, ToDoubleFunction<Moment> figure) {
        XYSeries series = chart.addSeries(
                name,
                moments.stream().mapToDouble(Moment::seconds).toArray(),
                moments.stream().mapToDouble(figure).toArray());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        return series;
    }
}
