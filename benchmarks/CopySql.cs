namespace OrleansLambda.Benchmarks;

/// <summary>The table that COPY fills: the dataset's columns, with the types that the program's own table has.</summary>
public static class CopySql
{
    /// <summary>CREATE TABLE.</summary>
    public const string Table = """
        CREATE TABLE trips (
            VendorID BIGINT, tpep_pickup_datetime TIMESTAMP, tpep_dropoff_datetime TIMESTAMP, passenger_count BIGINT,
            trip_distance DECIMAL(18,6), RatecodeID BIGINT, store_and_fwd_flag VARCHAR, PULocationID BIGINT,
            DOLocationID BIGINT, payment_type BIGINT, fare_amount DECIMAL(18,6), extra DECIMAL(18,6), mta_tax DECIMAL(18,6),
            tip_amount DECIMAL(18,6), tolls_amount DECIMAL(18,6), improvement_surcharge DECIMAL(18,6),
            total_amount DECIMAL(18,6), congestion_surcharge DECIMAL(18,6), Airport_fee DECIMAL(18,6));
        """;
}
