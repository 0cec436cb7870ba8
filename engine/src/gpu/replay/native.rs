//! Replay over wgpu.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::super::device::{Gpu, GpuError, Submitted, shorten};
use super::{Bring, Part, Range};

/// Layouts, and every pipeline that was made.
#[derive(Debug)]
pub(crate) struct Kit {
    spaces: wgpu::BindGroupLayout,
    parameters: wgpu::BindGroupLayout,
    layout: wgpu::PipelineLayout,
    // By the text of their shader; only looked up.
    known: RefCell<BTreeMap<String, wgpu::ComputePipeline>>,
}

/// What a step dispatches.
#[derive(Debug)]
pub(super) struct List {
    pipelines: Vec<wgpu::ComputePipeline>,
    /// For each slot.
    spaces: Vec<wgpu::BindGroup>,
    dispatches: Vec<(usize, wgpu::BindGroup, [u32; 3])>,
}

fn storage(binding: u32, read_only: bool) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::COMPUTE,
        ty: wgpu::BindingType::Buffer {
            ty: wgpu::BufferBindingType::Storage { read_only },
            has_dynamic_offset: false,
            min_binding_size: None,
        },
        count: None,
    }
}

fn binding(buffer: &wgpu::Buffer, (offset, size): Range) -> wgpu::BindingResource<'_> {
    wgpu::BindingResource::Buffer(wgpu::BufferBinding { buffer, offset, size: std::num::NonZero::new(size) })
}

impl Kit {
    pub(crate) fn new(device: &wgpu::Device, _: &wgpu::Queue) -> Self {
        // Inputs and tables are only read.
        let entries = [0, 1, 2, 3, 4].map(|number| storage(number, number == 2 || number == 3));
        let layout = |label, entries: &[wgpu::BindGroupLayoutEntry]| {
            let descriptor = wgpu::BindGroupLayoutDescriptor { label: Some(label), entries };
            device.create_bind_group_layout(&descriptor)
        };
        let (spaces, parameters) = (layout("spaces", &entries), layout("parameters", &[storage(0, true)]));
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: None,
            bind_group_layouts: &[Some(&spaces), Some(&parameters)],
            immediate_size: 0,
        });
        Self { spaces, parameters, layout, known: RefCell::default() }
    }

    /// What an adapter without a name is called.
    pub(crate) fn adapter(&self) -> String {
        "a nameless adapter".to_owned()
    }

    /// Lets the device say what it has to say.
    pub(crate) async fn settle(&self, gpu: &Gpu) {
        // Whatever it answers, the device's own callbacks have been called by then.
        let _ = gpu.device.poll(wgpu::PollType::Poll);
    }

    pub(super) async fn pipelines(
        &self,
        gpu: &Gpu,
        texts: &[String],
    ) -> Result<Vec<wgpu::ComputePipeline>, GpuError> {
        let mut pipelines = Vec::with_capacity(texts.len());
        for text in texts {
            let known = self.known.borrow().get(text).cloned();
            let pipeline = match known {
                Some(pipeline) => pipeline,
                None => {
                    let pipeline = self.pipeline(gpu, text).await?;
                    self.known.borrow_mut().insert(text.clone(), pipeline.clone());
                    pipeline
                }
            };
            pipelines.push(pipeline);
        }
        Ok(pipelines)
    }

    async fn pipeline(&self, gpu: &Gpu, text: &str) -> Result<wgpu::ComputePipeline, GpuError> {
        let scope = gpu.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let module = gpu.device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: None,
            source: wgpu::ShaderSource::Wgsl(text.into()),
        });
        let pipeline = gpu.device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
            label: None,
            layout: Some(&self.layout),
            module: &module,
            entry_point: Some("main"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            cache: None,
        });
        let refused = scope.pop().await;
        gpu.check()?;
        refused.map_or(Ok(pipeline), |error| Err(GpuError::Shader(shorten(&error.to_string()))))
    }

    pub(super) fn list(
        &self,
        gpu: &Gpu,
        pipelines: &[wgpu::ComputePipeline],
        dispatches: &[(usize, [u32; 3], Range)],
        parameters: &wgpu::Buffer,
        slots: &[[(&wgpu::Buffer, Range); 5]],
    ) -> List {
        let group = |layout, entries: &[wgpu::BindGroupEntry<'_>]| {
            gpu.device.create_bind_group(&wgpu::BindGroupDescriptor { label: None, layout, entries })
        };
        let mut spaces = Vec::with_capacity(slots.len());
        for slot in slots {
            let entry = |(number, (buffer, range))| wgpu::BindGroupEntry {
                binding: number,
                resource: binding(buffer, range),
            };
            let entries: Vec<_> = (0..).zip(slot.iter().copied()).map(entry).collect();
            spaces.push(group(&self.spaces, &entries));
        }
        let dispatch = |(shader, size, range): &(usize, [u32; 3], Range)| {
            let entry = wgpu::BindGroupEntry { binding: 0, resource: binding(parameters, *range) };
            (*shader, group(&self.parameters, &[entry]), *size)
        };
        List { pipelines: pipelines.to_vec(), spaces, dispatches: dispatches.iter().map(dispatch).collect() }
    }

    pub(super) fn submit(&self, gpu: &Gpu, parts: &[Part<'_>], brought: &[Bring<'_>]) -> Submitted {
        let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
            for Part { replay, steps } in parts {
                let List { pipelines, spaces, dispatches } = &replay.list;
                let mut set = usize::MAX;
                for slot in &spaces[..*steps] {
                    pass.set_bind_group(0, slot, &[]);
                    for (shader, parameters, [x, y, z]) in dispatches {
                        if *shader != set {
                            pass.set_pipeline(&pipelines[*shader]);
                            set = *shader;
                        }
                        pass.set_bind_group(1, parameters, &[]);
                        pass.dispatch_workgroups(*x, *y, *z);
                    }
                }
            }
        }
        for Bring { from, to, at, words } in brought {
            encoder.copy_buffer_to_buffer(from, 0, to, *at as u64 * 4, *words as u64 * 4);
        }
        Submitted(Some(gpu.queue.submit([encoder.finish()])))
    }
}
