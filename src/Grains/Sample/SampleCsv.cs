namespace OrleansLambda.Grains.Sample;

/// <summary>Writes the sample as a CSV dataset that looks as the official export does.</summary>
public static class SampleCsv
{
    private const int FlushBytes = 1 << 16;
    private const int MaxLineBytes = 256;

    /// <summary>Writes the sample to <paramref name="path"/>, which appears only once it is whole.</summary>
    /// <exception cref="IOException">It cannot be written; the disk may be full.</exception>
    public static async Task WriteFileAsync(string path, SampleOptions options, CancellationToken cancellationToken = default)
    {
        var unfinished = path + ".part";
        await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
        {
            await WriteAsync(file, options, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Writes the sample to <paramref name="stream"/>. Memory does not grow with the number of trips.</summary>
    public static async Task WriteAsync(Stream stream, SampleOptions options, CancellationToken cancellationToken = default)
    {
        var text = new SampleText(FlushBytes + MaxLineBytes);
        text.Append("VendorID,tpep_pickup_datetime,tpep_dropoff_datetime,passenger_count,trip_distance,RatecodeID,store_and_fwd_flag,PULocationID,DOLocationID,payment_type,fare_amount,extra,mta_tax,tip_amount,tolls_amount,improvement_surcharge,total_amount,congestion_surcharge,Airport_fee\n"u8);
        foreach (var trip in new SampleGenerator(options).Trips())
        {
            Append(text, trip);
            if (text.Length < FlushBytes)
                continue;
            await stream.WriteAsync(text.Written, cancellationToken);
            text.Clear();
        }
        await stream.WriteAsync(text.Written, cancellationToken);
    }

    private static void Append(SampleText text, in SampleTrip trip)
    {
        text.Whole(trip.VendorId);
        text.Time(trip.PickupAt);
        text.Time(trip.DropoffAt);
        text.Hundredths(trip.PassengerCount * 100);
        text.Hundredths(trip.TripDistance);
        text.Hundredths(trip.RateCodeId * 100);
        text.Letter(trip.StoreAndForwardFlag);
        text.Whole(trip.PickupLocationId);
        text.Whole(trip.DropoffLocationId);
        text.Whole(trip.PaymentType);
        text.Hundredths(trip.FareAmount);
        text.Hundredths(trip.Extra);
        text.Hundredths(trip.MtaTax);
        text.Hundredths(trip.TipAmount);
        text.Hundredths(trip.TollsAmount);
        text.Hundredths(trip.ImprovementSurcharge);
        text.Hundredths(trip.TotalAmount);
        text.Hundredths(trip.CongestionSurcharge);
        text.Hundredths(trip.AirportFee);
        text.EndLine();
    }
}
