//! The table of a sweep as JSON Lines, CSV and Parquet.

use std::sync::Arc;

use lab::panel;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::Value;

use super::plan::Settings;
use super::table::{Column, Table, Values};
use crate::out::Folder;

/// The files of the table.
pub(super) const FILES: [&str; 3] = ["sweep.jsonl", "sweep.csv", "sweep.parquet"];

/// Writes the table in all formats, each file at once, and says where they are.
pub(super) fn write(folder: &Folder, table: &Table, settings: &Settings) -> Result<Vec<String>, String> {
    let parquet = parquet(table, settings).map_err(|error| {
        format!("The table cannot be written as Parquet: {error}. This is an error of the program.")
    })?;
    let contents = [json_lines(table).into_bytes(), csv(table).into_bytes(), parquet];
    let files = FILES.iter().zip(&contents).map(|(name, bytes)| {
        let path = folder.replace(name, bytes).map_err(|said| {
            format!("{said} The cells are kept in the journal; `gedanken sweep --merge` writes their tables.")
        })?;
        Ok(path.display().to_string())
    });
    files.collect()
}

/// An object for each row, with the columns in their order.
fn json_lines(table: &Table) -> String {
    let field = |Column { name, values }: &Column, row| {
        let value = match (values, values.text(row)) {
            (_, None) => "null".to_owned(),
            (Values::Text(_), Some(text)) => Value::from(text).to_string(),
            (Values::Whole(_) | Values::Real(_) | Values::Single(_), Some(number)) => number,
        };
        format!("{}:{value}", Value::from(name.as_str()))
    };
    let line = |row| {
        let fields: Vec<String> = table.columns.iter().map(|column| field(column, row)).collect();
        format!("{{{}}}\n", fields.join(","))
    };
    (0..table.rows).map(line).collect()
}

/// What is missing is empty.
fn csv(table: &Table) -> String {
    let row = |row| table.columns.iter().map(|column| column.values.text(row).unwrap_or_default()).collect();
    let columns = table.columns.iter().map(|column| column.name.clone()).collect();
    panel::Table { columns, rows: (0..table.rows).map(row).collect() }.csv()
}

/// One group of rows, in plain pages; the settings of the sweep stand in its metadata.
fn parquet(table: &Table, settings: &Settings) -> Result<Vec<u8>, ParquetError> {
    let fields = table.columns.iter().map(field).collect::<Result<_, _>>()?;
    let schema = Type::group_type_builder("sweep").with_fields(fields).build()?;
    let about = serde_json::to_string(settings).ok();
    let metadata = KeyValue { key: "gedanken".to_owned(), value: about };
    let properties = WriterProperties::builder().set_key_value_metadata(Some(vec![metadata])).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
    let mut rows = writer.next_row_group()?;
    for column in &table.columns {
        match &column.values {
            Values::Whole(values) => add::<Int64Type>(&mut rows, values)?,
            Values::Real(values) => add::<DoubleType>(&mut rows, values)?,
            Values::Single(values) => add::<FloatType>(&mut rows, values)?,
            Values::Text(values) => {
                let bytes = values.iter().map(|text| text.as_deref().map(ByteArray::from));
                add::<ByteArrayType>(&mut rows, &bytes.collect::<Vec<_>>())?;
            }
        }
    }
    rows.close()?;
    writer.into_inner()
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.values {
        Values::Whole(_) => (Physical::INT64, None),
        Values::Real(_) => (Physical::DOUBLE, None),
        Values::Single(_) => (Physical::FLOAT, None),
        Values::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
    };
    let builder = Type::primitive_type_builder(&column.name, physical).with_logical_type(logical);
    builder.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
}

fn add<T: DataType>(
    rows: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[Option<T::T>],
) -> Result<(), ParquetError> {
    let Some(mut column) = rows.next_column()? else { return Ok(()) };
    let there: Vec<T::T> = values.iter().flatten().cloned().collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    column.typed::<T>().write_batch(&there, Some(&levels), None)?;
    column.close()
}
