using System.Diagnostics.Metrics;
using OrleansLambda.Grains.Telemetry;

namespace OrleansLambda.Cluster.Support;

/// <summary>What all silos of this process add to a counter from now on, under the name that Prometheus shows.</summary>
public sealed class CounterReading : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _value;

    public CounterReading(string name)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MetricNames.Meter && instrument.Name + "_total" == name)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref _value, measurement));
        _listener.Start();
    }

    public long Value => Interlocked.Read(ref _value);

    public void Dispose() => _listener.Dispose();
}
