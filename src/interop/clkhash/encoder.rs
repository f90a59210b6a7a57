use super::error::{EntryError, SchemaError};
use super::keys;
use super::schema::{HashedFeature, Schema};
use super::token_hasher::TokenHasher;
use super::value_format::Formatter;
use crate::units::RowNumber;

/// Makes the CLKs of rows under one schema and secret. Bit positions of tokens are remembered from row to row.
pub struct ClkEncoder<'s> {
    schema: &'s Schema,
    columns: Vec<Option<Column<'s>>>,
    unfolded: Vec<u8>,
    clk: Vec<u8>,
}

struct Column<'s> {
    feature: &'s HashedFeature,
    formatter: Formatter,
    hasher: TokenHasher,
}

impl<'s> ClkEncoder<'s> {
    /// Derives the columns' keys. clkhash takes a secret's text in UTF-8.
    ///
    /// # Errors
    /// [`SchemaError::EmptySecret`].
    pub fn new(schema: &'s Schema, secret: &[u8]) -> Result<Self, SchemaError> {
        let keys = keys::derive(schema, secret)
            .filter(|_| !secret.is_empty())
            .ok_or(SchemaError::EmptySecret)?;
        let filter_bits = schema.unfolded_bits();
        let columns = schema.features.iter().zip(&keys).map(|(feature, keys)| {
            feature.hashed.as_ref().map(|feature| Column {
                feature,
                formatter: Formatter::default(),
                hasher: TokenHasher::new(feature, keys, filter_bits),
            })
        });
        Ok(Self {
            schema,
            columns: columns.collect(),
            unfolded: vec![0; filter_bits.div_ceil(8) as usize],
            clk: vec![0; schema.bytes()],
        })
    }

    /// The CLK of one row, [`Schema::bytes`] long: bit 0 is the most significant bit of byte 0.
    ///
    /// `row` is for messages only.
    ///
    /// # Errors
    /// [`EntryError`]: a cell is not what the schema says, or the row has another number of cells.
    pub fn encode<'c>(
        &mut self,
        row: RowNumber,
        cells: impl IntoIterator<Item = &'c str>,
    ) -> Result<&[u8], EntryError> {
        self.unfolded.fill(0);
        let mut cells = cells.into_iter();
        let mut found = 0;
        for (index, column) in self.columns.iter_mut().enumerate() {
            let Some(cell) = cells.next() else { break };
            found += 1;
            let Some(column) = column else { continue };
            let value = column.formatter.format(column.feature, cell);
            value
                .and_then(|value| column.hasher.set_bits(value, &mut self.unfolded))
                .map_err(|defect| EntryError::Cell {
                    row,
                    field: self
                        .schema
                        .features
                        .get(index)
                        .map_or_else(String::new, |feature| feature.identifier.clone()),
                    defect,
                })?;
        }
        found += cells.count();
        if found != self.columns.len() {
            return Err(EntryError::Width {
                row,
                found,
                expected: self.columns.len(),
            });
        }
        self.fold();
        Ok(&self.clk)
    }

    /// The CLKs of many rows, one after another in `clks`; `first` is the number of the first row.
    ///
    /// # Errors
    /// As [`Self::encode`]; `clks` then holds the CLKs of the rows before.
    pub fn encode_rows<'c, R>(
        &mut self,
        first: RowNumber,
        rows: impl IntoIterator<Item = R>,
        clks: &mut Vec<u8>,
    ) -> Result<(), EntryError>
    where
        R: IntoIterator<Item = &'c str>,
    {
        for (position, cells) in (first.get().saturating_sub(2)..).zip(rows) {
            let clk = self.encode(RowNumber::of_record(position), cells)?;
            clks.extend_from_slice(clk);
        }
        Ok(())
    }

    /// Folds the filter to the CLK's length: bit `i` of the CLK is the exclusive or of all bits whose number is `i` modulo
    /// that length, which is what halving again and again comes to.
    fn fold(&mut self) {
        let (bits, bytes) = (self.schema.bits as usize, self.clk.len());
        if bits.is_multiple_of(8) {
            self.clk.fill(0);
            for piece in self.unfolded.chunks_exact(bytes) {
                for (byte, other) in self.clk.iter_mut().zip(piece) {
                    *byte ^= other;
                }
            }
            return;
        }
        self.clk.fill(0);
        for (index, &byte) in self.unfolded.iter().enumerate() {
            for bit in (0..8).filter(|bit| byte & (0x80 >> bit) != 0) {
                let position = (index * 8 + bit) % bits;
                self.clk[position / 8] ^= 0x80 >> (position % 8);
            }
        }
    }
}
